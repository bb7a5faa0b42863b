import type { LivestreamView, PersonView } from "../../http/contract.js";
import { dayWords, localClock, localDay, localMoment } from "../../kernel/local-time.js";
import { ROLE_NAMES } from "../words.js";

/** One line of the form. */
export interface FormField {
  name: string;
  value: string;
}

const at = (instant: string): string => `${localDay(new Date(instant)).slice(0, 4)}年${localMoment(new Date(instant))}`;
const signed = (by: { by: PersonView; at: string } | null): string => (by === null ? "（待商定）" : `${by.by.name}，${at(by.at)}`);
const yes = (value: boolean): string => (value ? "是" : "否");

/** The lines of 直播申请表, in the order of the form (R14-01). */
export const formFields = (view: LivestreamView): FormField[] => [
  ...plan(view),
  ...people(view),
  { name: "应急预案", value: view.contingency },
  { name: "脚本", value: view.script === null ? "未关联" : `${view.script.title}（第11条审核）` },
  ...(view.late ? [{ name: "特殊情况说明", value: view.lateReason ?? "（待填写）" }] : []),
  ...decisions(view),
];

const plan = (view: LivestreamView): FormField[] => [
  { name: "直播主题", value: view.title },
  { name: "发起部门", value: view.initiatingUnit.name },
  { name: "运营部门、账号", value: `${view.operatingUnit.name}　${view.account.name}` },
  { name: "直播时间", value: `${at(view.startAt)} 至 ${sameDay(view) ? localClock(new Date(view.endAt)) : at(view.endAt)}` },
  { name: "办公区域", value: `${yes(view.venue.inOffice)}　　办公设备：${yes(view.venue.officeEquipment)}` },
  ...(view.venue.note === null ? [] : [{ name: "场地说明", value: view.venue.note }]),
  ...(view.rehearsalAt === null ? [] : [{ name: "彩排时间", value: at(view.rehearsalAt) }]),
];

const sameDay = ({ startAt, endAt }: LivestreamView): boolean => localDay(new Date(startAt)) === localDay(new Date(endAt));

const people = (view: LivestreamView): FormField[] => [
  { name: "申请人", value: view.applicant.name },
  { name: "主持人", value: view.host.name },
  ...(view.guests === null ? [] : [{ name: "嘉宾", value: view.guests }]),
  { name: "现场负责人", value: view.onSite.name },
  { name: "评论区管控", value: view.commentControl.name },
  { name: "停播操作", value: view.stopButton.name },
];

const decisions = (view: LivestreamView): FormField[] => {
  const filing = view.filings.filter(({ decision }) => decision === "file").at(-1);
  const current = ["filed", "ready", "live", "ended"].includes(view.status) ? filing : undefined;
  const team = view.team.map(({ person, unit, role }) => `${ROLE_NAMES[role]}：${person.name}（${unit}）`);
  return [
    { name: "发起部门商定", value: signed(view.agreed.initiating) },
    { name: "运营部门商定", value: signed(view.agreed.operating) },
    { name: "应备案日期", value: `${dayWords(view.filingDueOn)}（${view.filingDueWords}）` },
    {
      name: "宣传部备案",
      value: current?.decidedBy && current.decidedAt ? `${current.decidedBy.name}，${at(current.decidedAt)}` : "（待备案）",
    },
    ...(view.venueReport === null
      ? []
      : [{ name: "场地设备报备", value: { asked: "待登记", registered: "已登记", adjust: "要求调整" }[view.venueReport.state] }]),
    { name: "巡查队伍", value: team.length > 0 ? team.join("\n") : (view.patrolWaiver ?? "（待组建）") },
  ];
};
