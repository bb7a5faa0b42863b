import type { Deadline } from "../../entities/deadline.js";
import { dutyCard } from "../../server/deadlines/cards.js";
import type { DutyPart } from "../../server/deadlines/duty-part.js";
import type { Domain, Foundation } from "../../server/domain.js";
import type { Tx } from "../../server/kernel/unit-of-work.js";
import { dueAt } from "../../server/kernel/due.js";
import { newId } from "../../server/kernel/ids.js";
import { OURS, type DutyRule } from "../../server/regulation/duty-rule.js";
import type { Office } from "../../server/regulation/offices.js";
import type { Span } from "../../server/regulation/span.js";
import type { StepRule } from "../../server/regulation/step-rule.js";

const SUBJECT = "drill";

const HOLDING: Partial<Record<Office, readonly string[]>> = {
  leaderInCharge: ["lead.vice"],
  publicityDepartment: ["pub.1", "pub.head"],
  dataCentre: ["data.1"],
};

/** What a drill wants different from the plain one. */
export interface DrillOptions {
  within?: Span;
  steps?: readonly StepRule[];
  part?: (desk: Foundation) => Partial<DutyPart>;
}

/**
 * A made-up duty (应答演练) with whatever steps a test gives it, so that the mechanism is tested without any domain of the rule. `heard` is what the
 * mechanism told the domain, in order.
 */
export class Drill {
  readonly heard: string[] = [];
  desk!: Foundation;
  readonly #rule: DutyRule;

  constructor(private readonly options: DrillOptions = {}) {
    const { within = "immediately", steps = [] } = options;
    const row = { article: "24", title: "应答演练", text: "应立即应答", force: "must", by: "operator", to: "topLeader" } as const;
    this.#rule = { ...OURS, ...row, within, steps };
  }

  /** The domain, as handed to `Desk.open`. */
  readonly open = (desk: Foundation): Domain => {
    this.desk = desk;
    return { rows: { answerDrill: this.#rule }, parts: { answerDrill: { ...this.#plain(), ...this.options.part?.(desk) } } };
  };

  /** Opens the duty on a subject of its own; its id. */
  async begin(holders: readonly string[], { lane = 0, startedAt }: { lane?: number; startedAt?: Date } = {}): Promise<string> {
    const { uow, deadlines, clock, calendar } = this.desk;
    const from = startedAt ?? clock.now();
    const due = dueAt(this.#rule.within, from, calendar);
    const subject = { type: SUBJECT, id: newId(), revision: null };
    return uow.run(
      async (tx) => (await deadlines.open(tx, { duty: "answerDrill", subject, holders, startedAt: from, due, calendar, lane })).id,
    );
  }

  #plain(): DutyPart {
    const draw = async (_tx: Tx, deadline: Deadline) => ({
      ...dutyCard({
        rule: this.#rule,
        subject: "三号线",
        subtitle: "演练",
        rows: [],
        link: this.desk.link("drill", deadline.subjectId),
        linkText: "查看",
        closedText: deadline.state === "open" ? null : "已应答",
      }),
    });
    return {
      about: async (_tx, deadline) => ({ title: "三号线", subtitle: "演练", link: this.desk.link("drill", deadline.subjectId) }),
      audience: async (_tx, _deadline, office) => HOLDING[office] ?? [],
      card: draw,
      closedCard: draw,
      todo: async () => new Map(),
      presses: {},
      unreachable: async (_tx, _deadline, userids, by) => void this.heard.push(`unreachable ${userids.join()} by ${by}`),
      called: async (_tx, _deadline, { userid, state, result, talkSeconds }) =>
        void this.heard.push(`called ${userid} ${state} ${result}${talkSeconds === null ? "" : ` ${talkSeconds}s`}`),
      step: async (_tx, _deadline, name, late) => void this.heard.push(late > 0 ? `step ${name} late ${late}` : `step ${name}`),
    };
  }
}
