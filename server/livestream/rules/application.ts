import type { Account } from "../../../entities/account.js";
import { localMoment } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";
import type { LastMoment } from "./filing-days.js";

/** What of an application can be wrong. */
export interface ApplicationWords {
  startAt: Date;
  endAt: Date;
  inOffice: boolean;
  officeEquipment: boolean;
  /** null: nothing said */
  venueNote: string | null;
  /** 特殊情况说明; null: none given */
  lateReason: string | null;
}

const LONGEST_MS = 24 * 3_600_000;
const FARTHEST_DAYS = 366;
const DAY_MS = 24 * 3_600_000;

/** Why these times cannot be; null: they can. */
export const timesRefusal = ({ startAt, endAt }: Pick<ApplicationWords, "startAt" | "endAt">, now: Date): Refusal | null => {
  if (endAt <= startAt) return refuse("end-before-start", "invalid", "结束时间应晚于开播时间，请核对。");
  if (startAt <= now) return refuse("start-past", "invalid", `开播时间 ${localMoment(startAt)} 已经过去，请核对日期。`);
  if (endAt.getTime() - startAt.getTime() > LONGEST_MS)
    return refuse("too-long", "invalid", "一场直播最长 24 小时，请核对结束时间；多天的活动请逐场申报。");
  if (startAt.getTime() - now.getTime() > FARTHEST_DAYS * DAY_MS) return refuse("too-far", "invalid", "最多提前一年申报，请核对年份。");
  return null;
};

/** Why an application cannot be taken as it stands; null: it can. `due`: until when it would have been in time. */
export const applicationRefusal = (words: ApplicationWords, due: LastMoment, now: Date): Refusal | null => {
  if (!(words.inOffice && words.officeEquipment) && words.venueNote === null)
    return refuse(
      "venue-reason-needed",
      "invalid",
      "不在办公区域或不用办公设备直播，请写明特殊情况，将一并向宣传部申请报备。",
      "streamFromOffice",
    );
  if (now > due.at && words.lateReason === null) return lateReasonNeeded(due);
  return null;
};

/** The filing is late and nobody has said why. */
export const lateReasonNeeded = (due: LastMoment): Refusal =>
  refuse(
    "late-reason-needed",
    "invalid",
    `应在 ${localMoment(new Date(due.at.getTime() - 1))} 前商定并报备案（${due.words}），现已逾期。请填写特殊情况说明，并由发起部门主要负责同志确认；申请将标明「逾期申报」。`,
  );

/** Why nothing can be streamed on this account now; null: it can. */
export const accountRefusal = (account: Account | null): Refusal | null => {
  if (!account) return refuse("account-unknown", "invalid", "没有登记这个账号，请从账号列表中选择；未登记的账号不能直播。");
  if (account.status === "active") return null;
  const why = { unregistered: "尚未备案", frozen: "已冻结", closed: "已注销" }[account.status];
  return refuse("account-not-active", "invalid", `账号「${account.name}」${why}，不能用来直播。请选择其他账号，或联系宣传部。`);
};

/** True where 宣传部值班 is rung because it begins so soon. */
export const beginsSoon = (startAt: Date, now: Date, belowHours: number): boolean =>
  startAt.getTime() - now.getTime() < belowHours * 3_600_000;

/** 特殊情况说明 with what is said later: the first words stay, the later ones stand below with their moment. */
export const furtherReason = (before: string | null, said: string, at: Date): string =>
  before === null || before === said ? said : `${before}\n${localMoment(at)} 补充：${said}`;
