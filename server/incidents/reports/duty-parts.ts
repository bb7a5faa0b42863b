import type { Deadline } from "../../../entities/deadline.js";
import type { DutyPart, Press } from "../../deadlines/duty-part.js";
import { namesOf } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { Card } from "../../wecom/card.js";
import type { IncidentCardFacts } from "../cards.js";
import { closingWords } from "../closings.js";
import type { IncidentsDesk } from "../desk.js";
import { writingSteps } from "../ladder/writing.js";
import { rowOf } from "../own-duties.js";
import { SIGNING_DUTIES, type ReportFacts, type SigningDuty, type WrittenDuty } from "../rules/written-report.js";
import { signingCard, writingCard } from "./cards.js";
import type { ReportSigning } from "./signing.js";
import { loadReport } from "./storage.js";

/** What every duty on an incident says, whatever its card looks like. */
type Spoken = Omit<DutyPart, "card" | "closedCard" | "presses">;

type Draw = (card: IncidentCardFacts, report: ReportFacts, task: Deadline) => Card;

/** The duties to write, check, agree to and issue a report, as cards and presses (R24-08). */
export const reportParts = (desk: IncidentsDesk, signing: ReportSigning, spoken: Spoken): Record<WrittenDuty | SigningDuty, DutyPart> => {
  const part = (draw: Draw, presses: Readonly<Record<string, Press>> = {}): DutyPart => ({
    ...spoken,
    about: async (tx, task) => ({ ...(await spoken.about(tx, task)), link: desk.link("written-report", task.id) }),
    ...drawn(desk, draw),
    presses,
  });
  const signed: Readonly<Record<string, Press>> = {
    pass: (tx, actor, task) => signing.pressIn(tx, actor, task, "pass"),
    sendBack: (tx, actor, task) => signing.pressIn(tx, actor, task, "sendBack"),
  };
  const writing = (duty: WrittenDuty): DutyPart => part((card, report) => writingCard(card, rowOf(duty), report));
  const signs = (duty: SigningDuty): DutyPart =>
    part((card, report, task) => signingCard(card, task, rowOf(duty), report), duty === "issueReport" ? {} : signed);
  const [checkReport, agreeReport, issueReport] = SIGNING_DUTIES.map(signs) as [DutyPart, DutyPart, DutyPart];
  return {
    writeUpOrange: { ...writing("writeUpOrange"), ...writingSteps(desk, "leaderInCharge") },
    writeUpRed: { ...writing("writeUpRed"), ...writingSteps(desk, "topLeader") },
    ...{ checkReport, agreeReport, issueReport },
  };
};

const drawn = (desk: IncidentsDesk, draw: Draw): Pick<DutyPart, "card" | "closedCard"> => {
  const card = async (tx: Tx, task: Deadline): Promise<Card> => {
    const report = await loadReport(desk, tx, task.id);
    const { incident, unit } = report.incident;
    const name = await namesOf(tx, task.closedBy === null ? [] : [task.closedBy]);
    const closedText = closingWords(task, report.incident, name(task.closedBy ?? "").name);
    return draw({ incident, unit, dueAt: task.dueAt, link: desk.link("written-report", task.id), closedText }, report, task);
  };
  return {
    card,
    closedCard: async (tx, task) => {
      const { closedText, buttons, ...rest } = await card(tx, task);
      return { ...rest, buttons: [], closedText: closedText ?? "已由同事办理" };
    },
  };
};
