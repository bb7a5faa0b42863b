import type { DutyPart, Press } from "../deadlines/duty-part.js";
import { recordRefusal, type IncidentsDesk } from "./desk.js";
import type { DischargeInput, Discharging } from "./discharging.js";
import { refuse } from "./refusals.js";
import { leadersAnswer } from "./told-cards.js";

const UNANSWERED = refuse(
  "told-what",
  "invalid",
  "还没有登记：请先在卡片上选「领导答复」，再点「已电话报告」或「已当面报告」。领导另有指示的，请点「查看」，在页面上「记录口头报告」。",
  "reportRed",
);

const UNSAID = { at: null, files: [], to: null, contact: null, receipt: null, commander: null, documentNumber: null } as const;

/** R24-06: 已电话报告 and 已当面报告 on the card of those who go to 主要领导; without the leader's answer nothing is recorded. */
export const toldPresses = (desk: IncidentsDesk, discharging: Discharging): DutyPart["presses"] => {
  const told =
    (how: "phone" | "inPerson"): Press =>
    async (tx, actor, task, { selected }) => {
      const answer = leadersAnswer(selected);
      if (answer === null && task.state === "open") {
        recordRefusal(desk, tx, actor, task.subjectId, "reportRed", UNANSWERED);
        return UNANSWERED;
      }
      const input: DischargeInput = { ...UNSAID, files: [], note: answer ?? "", how };
      return discharging.dischargeIn(tx, actor, task.subjectId, "reportRed", input);
    };
  return { phone: told("phone"), inPerson: told("inPerson") };
};
