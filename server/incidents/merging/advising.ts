import type { Actor } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, subjectOf, type IncidentsDesk } from "../desk.js";
import type { IncidentFacts } from "../facts.js";
import { tell } from "../notices.js";
import { whoHolds } from "../rules/who-holds.js";

/** 大数据中心 thinks that two incidents are one: 宣传部, which decides, learns of it once, and whoever tapped that it does. */
export const adviseMerge = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Actor,
  from: IncidentFacts,
  into: { id: string; number: string },
): Promise<void> => {
  const { id } = from.incident;
  await tell(desk, tx, from, `merge-advice:${into.id}`, whoHolds(from.people, "publicityDepartment"), {
    title: `大数据中心建议并入 ${into.number}`,
    duty: "setLevel",
    rows: [
      { keyname: "建议人", value: actor.name },
      { keyname: "请", value: "核对后在研判卡片或页面上并入" },
    ],
  });
  await desk.outbox.notice(tx, {
    key: `merge-advised:${id}:${into.id}:${actor.userid}`,
    subject: subjectOf(id),
    to: [actor.userid],
    lane: 2,
    notice: { kind: "text", title: "已建议并入", text: `并入由宣传部确定：已把您的建议（并入 ${into.number}）告知宣传部值班。` },
  });
  recordAct(desk, tx, actor, id, "incidents.merge-advised", { facts: { to: into.number } });
};
