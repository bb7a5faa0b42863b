import type { ExpectedView, LivestreamView } from "../../server/http/contract.js";
import { personText } from "./labels.js";
import { airTimeText, checkInName } from "./livestreams.js";
import { momentText } from "./moment.js";

/** 在办公区域，用办公设备; with what is special about it. */
export const venueText = ({ inOffice, officeEquipment, note }: LivestreamView["venue"]): string =>
  `${inOffice ? "在办公区域" : "不在办公区域"}，${officeEquipment ? "用办公设备" : "不用办公设备"}${note ? `。${note}` : ""}`;

/** The application as rows of a table; what was not filled in is left out. */
export function applicationRows(view: LivestreamView, nowMs: number): { title: string; text: string }[] {
  const { dates, applicant, account, host, onSite, commentControl, stopButton, rehearsalAt, startedAt, endedAt } = view;
  const moved = dates.slice(0, -1).map((date) => `原定 ${airTimeText(date, nowMs)}`);
  const rows: [string, string | null][] = [
    ["编号", view.number],
    ["直播时间", [airTimeText(view, nowMs), ...moved].join("\n")],
    ["实际开播", startedAt && momentText(startedAt, nowMs)],
    ["实际下播", endedAt && momentText(endedAt, nowMs)],
    ["取消原因", view.cancelReason],
    ["账号", account.name],
    ["发起部门", view.initiatingUnit.name],
    ["运营部门", view.operatingUnit.name],
    ["申请人", personText(applicant)],
    ["场地设备", venueText(view.venue)],
    ["主持人", host.name],
    ["嘉宾", view.guests],
    ["现场负责人", onSite.name],
    ["评论区管控", commentControl.name],
    ["停播操作", stopButton.name],
    ["彩排", rehearsalAt && momentText(rehearsalAt, nowMs)],
    ["应急预案", view.contingency],
    ["企业直播", view.livingId && "已关联，开播下播自动登记"],
  ];
  return rows.flatMap(([title, text]) => (text === null ? [] : [{ title, text }]));
}

export interface ExpectedLine {
  key: string;
  at: string;
  name: string;
  who: string;
  state: ExpectedView["state"];
}
/** The check-ins that are owed, with the names of those who owe them. */
export function expectedLines({ expected, team }: Pick<LivestreamView, "expected" | "team">, nowMs: number): ExpectedLine[] {
  const nameOf = (userid: string): string => team.find(({ person }) => person.userid === userid)?.person.name ?? userid;
  return expected.map(({ id, at, kind, round, userid, state }) => ({
    ...{ key: id, at: momentText(at, nowMs), name: checkInName(kind, round), who: nameOf(userid), state },
  }));
}
