import { z } from "zod";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { Deadline } from "../../entities/deadline.js";
import { dutyCard } from "../../server/deadlines/cards.js";
import type { DutyPart } from "../../server/deadlines/duty-part.js";
import type { Deadlines } from "../../server/deadlines/service.js";
import type { Domain, Foundation } from "../../server/domain.js";
import { route } from "../../server/http/route.js";
import { recorded, type Actor } from "../../server/identity/actor.js";
import { holdersOf } from "../../server/identity/offices.js";
import { dueAt } from "../../server/kernel/due.js";
import { newId } from "../../server/kernel/ids.js";
import { localDay, localMoment } from "../../server/kernel/local-time.js";
import { Refusal } from "../../server/kernel/refusal.js";
import type { Tx } from "../../server/kernel/unit-of-work.js";
import { OURS, type DutyRule } from "../../server/regulation/duty-rule.js";

/** A made-up obligation beside those of the rule: whoever is called at a meeting answers within three hours. */
export const ROLL_CALL_DUTIES = {
  answerRollCall: {
    ...OURS,
    article: "10",
    title: "点名应答",
    text: "例会点名后，三小时内应答",
    force: "must",
    by: "operator",
    to: "publicityDepartment",
    within: { hours: 3 },
    startsFrom: "点名",
    steps: [
      { name: "half", at: { ofTime: 0.5 }, words: "应答时限已过半", holders: "remind" },
      { name: "due", at: { ofTime: 1 }, words: "应答已到时限", holders: "ask" },
      { name: "silent", at: { after: { hours: 1 } }, words: "点名无人应答", tell: ["publicityDepartment"] },
    ],
  },
} as const satisfies Record<string, DutyRule>;

const RULE = ROLL_CALL_DUTIES.answerRollCall;
const SUBJECT = "rollCall";

/** The foundation, on which this domain opens its own duty and no other. */
interface RollCallDesk extends Foundation {
  deadlines: Deadlines<keyof typeof ROLL_CALL_DUTIES>;
}

const titleOf = (deadline: Deadline): string => localMoment(deadline.startedAt);

const notYours = (): Refusal =>
  new Refusal({ code: "roll-call.not-called", kind: "forbidden", detail: "没有点您的名。", article: RULE.article, text: RULE.text });
const closed = (): Refusal =>
  new Refusal({ code: "roll-call.answered", kind: "conflict", detail: "这次点名已经应答。", article: RULE.article });

/** The verb that opens the duty. */
const call = (desk: RollCallDesk, actor: Actor, called: readonly string[]): Promise<string> =>
  desk.uow.run(async (tx) => {
    const [id, now] = [newId(), desk.clock.now()];
    await desk.deadlines.open(tx, {
      duty: "answerRollCall",
      subject: { type: SUBJECT, id, revision: null },
      holders: called,
      startedAt: now,
      due: dueAt(RULE.within, now, desk.calendar),
      calendar: desk.calendar,
      lane: 3,
    });
    const act = { action: "roll-call.called", subject: { type: SUBJECT, id }, article: RULE.article, facts: { called } };
    desk.audit.record(tx, { ...act, actor: recorded(actor), via: actor.via });
    return id;
  });

/** The verb that discharges it, the same for the card and for the page. */
const answer = async (desk: RollCallDesk, tx: Tx, actor: Actor, id: string): Promise<Refusal | null> => {
  const deadline = await desk.deadlines.openOne(tx, "answerRollCall", id);
  if (!deadline) return closed();
  if (!(await desk.deadlines.holders(tx, deadline.id)).includes(actor.userid)) return notYours();
  const except = actor.via === "card" ? actor.userid : undefined;
  if (!(await desk.deadlines.discharge(tx, deadline, { by: actor.userid, how: "roll-call.answered", except }))) return closed();
  const act = { action: "roll-call.answered", subject: { type: SUBJECT, id }, article: RULE.article };
  desk.audit.record(tx, { ...act, actor: recorded(actor), via: actor.via });
  return null;
};

const part = (desk: RollCallDesk): DutyPart => {
  const draw = async (_tx: Tx, deadline: Deadline) => {
    const card = dutyCard({
      rule: RULE,
      subject: titleOf(deadline),
      subtitle: "例会",
      rows: [{ keyname: "时限", value: deadline.dueWords }],
      link: desk.link("roll-call", deadline.subjectId),
      linkText: "查看",
      closedText: deadline.state === "open" ? null : "已应答",
    });
    return deadline.state === "open"
      ? { ...card, buttons: [...card.buttons, { kind: "callback" as const, text: "到", key: "answer", style: 1 as const }] }
      : card;
  };
  return {
    about: async (_tx, deadline) => ({
      title: titleOf(deadline),
      subtitle: "例会",
      link: desk.link("roll-call", deadline.subjectId),
    }),
    audience: (tx, _deadline, office) =>
      office === "publicityDepartment" ? holdersOf(tx, "publicityDuty", localDay(desk.clock.now())) : Promise.resolve([]),
    card: draw,
    closedCard: draw,
    todo: async (_tx, deadlines) =>
      new Map(
        deadlines.map(
          (deadline) => [deadline.id, { title: `${RULE.title}：${titleOf(deadline)}`, note: "例会", may: ["answer"] }] as const,
        ),
      ),
    presses: { answer: (tx, actor, deadline) => answer(desk, tx, actor, deadline.subjectId) },
  };
};

const params = z.strictObject({ id: z.uuid() });

/** The made-up domain whole: its row, its card, its button, its calls, its words in the record. */
export const rollCall = (desk: Foundation): Domain => ({
  rows: ROLL_CALL_DUTIES,
  parts: { answerRollCall: part(desk) },
  sentence: (action, who, facts: { called?: string[] }) => {
    if (action === "roll-call.called") return `${who} 点名 ${facts.called?.length ?? 0} 人`;
    return action === "roll-call.answered" ? `${who} 应答` : null;
  },
  startedBy: async (tx, userid) => {
    const calls = await tx.findBy(AuditEntry, { action: "roll-call.called", actor: userid });
    return calls.map((entry) => entry.subjectId);
  },
  routes: [
    route({
      method: "POST",
      path: "/api/roll-calls",
      permission: "audit.read",
      summary: "点名",
      article: RULE.article,
      body: z.strictObject({ called: z.array(z.string()).min(1) }),
      run: async ({ actor, body }) => ({ status: 201, body: { id: await call(desk, actor, body.called) } }),
    }),
    route({
      method: "POST",
      path: "/api/roll-calls/:id/answer",
      permission: "self.read",
      summary: "应答",
      article: RULE.article,
      params,
      run: async ({ actor, params: { id } }) => {
        const refusal = await desk.uow.run((tx) => answer(desk, tx, actor, id));
        if (refusal) throw refusal;
        return {};
      },
    }),
    route({
      method: "GET",
      path: "/api/roll-calls/:id/timeline",
      permission: "self.read",
      summary: "点名的时间线",
      params,
      run: async ({ params: { id } }) => ({ body: await desk.uow.read((tx) => desk.story.of(tx, { type: SUBJECT, id })) }),
    }),
  ],
});
