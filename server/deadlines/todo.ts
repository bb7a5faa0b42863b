import { In, IsNull, Not } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { TodoItem, TodoList, TodoScope } from "../http/contract.js";
import { troubleNow } from "../delivery/standing.js";
import type { Actor } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import { localIso, localMoment } from "../kernel/local-time.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { TodoFacts } from "./duty-part.js";
import type { DutyRegister } from "./register.js";

const MOST = 200;

/** Finds the subjects that somebody started, e.g. the drafts they are editor of. */
export type StartedBy = (tx: Tx, userid: string) => Promise<string[]>;

/** 我的待办, 我发起的, 我经办的 (OPS-04): the same deadlines as the cards, sorted by due time. */
export class Todo {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly duties: DutyRegister,
    private readonly startedBy: readonly StartedBy[],
  ) {}

  list(actor: Actor, scope: TodoScope): Promise<TodoList> {
    return this.uow.read(async (tx) => {
      const deadlines = await this.#deadlines(tx, actor.userid, scope);
      const facts = await this.#facts(tx, deadlines, actor.userid);
      const now = this.clock.now();
      const items = deadlines.flatMap((deadline) => {
        const shown = facts.get(deadline.id);
        return shown ? [itemOf(deadline, shown, now)] : [];
      });
      const trouble = await troubleNow(tx);
      return { now: localIso(now), items, wecomDownSince: trouble && localIso(trouble.since) };
    });
  }

  /** The answer to 「待办」 in the chat. */
  async words(tx: Tx, userid: string): Promise<string> {
    const deadlines = await this.#deadlines(tx, userid, "mine");
    if (deadlines.length === 0) return "您现在没有待办。";
    const facts = await this.#facts(tx, deadlines.slice(0, 10), userid);
    const now = this.clock.now();
    const lines = deadlines.slice(0, 10).map((deadline, index) => {
      const due = deadline.dueAt === null ? "" : deadline.dueAt < now ? "，已逾期" : `，${localMoment(deadline.dueAt)} 前`;
      return `${index + 1}. ${facts.get(deadline.id)?.title ?? deadline.duty}（第${deadline.article}条${due}）`;
    });
    const more = deadlines.length > 10 ? [`……共 ${deadlines.length} 项`] : [];
    return [`您有 ${deadlines.length} 项待办：`, ...lines, ...more, "请在上方卡片或工作台中处理。"].join("\n");
  }

  async #deadlines(tx: Tx, userid: string, scope: TodoScope): Promise<Deadline[]> {
    if (scope === "started") {
      const subjects: string[] = [];
      for (const startedBy of this.startedBy) subjects.push(...(await startedBy(tx, userid)));
      if (subjects.length === 0) return [];
      return byDue(await tx.find(Deadline, { where: { subjectId: In(subjects), state: "open" }, take: MOST }));
    }
    if (scope === "done") {
      return tx.find(Deadline, {
        where: { closedBy: userid, state: "discharged", closedAt: Not(IsNull()) },
        order: { closedAt: "DESC" },
        take: 50,
      });
    }
    const owed = await rowsWhere(tx, DeadlineHolder, { userid, owes: true });
    const ids = owed.map((holder) => holder.deadlineId);
    return ids.length === 0 ? [] : byDue(await tx.find(Deadline, { where: { id: In(ids), state: "open" }, take: MOST }));
  }

  async #facts(tx: Tx, deadlines: readonly Deadline[], userid: string): Promise<Map<string, TodoFacts>> {
    const all = new Map<string, TodoFacts>();
    for (const duty of new Set(deadlines.map((deadline) => deadline.duty))) {
      const shown = await this.duties.part(duty)?.todo(
        tx,
        deadlines.filter((deadline) => deadline.duty === duty),
        userid,
      );
      for (const [id, facts] of shown ?? []) all.set(id, facts);
    }
    return all;
  }
}

const byDue = (deadlines: Deadline[]): Deadline[] =>
  deadlines.sort(
    (one, other) =>
      (one.dueAt?.getTime() ?? Infinity) - (other.dueAt?.getTime() ?? Infinity) || one.openedAt.getTime() - other.openedAt.getTime(),
  );

const itemOf = (deadline: Deadline, shown: TodoFacts, now: Date): TodoItem => ({
  taskId: deadline.id,
  duty: deadline.duty,
  article: deadline.article,
  title: shown.title,
  subject: shown.subject ?? { type: deadline.subjectType, id: deadline.subjectId },
  note: shown.note,
  openedAt: localIso(deadline.openedAt),
  dueAt: deadline.dueAt && localIso(deadline.dueAt),
  dueWords: deadline.dueWords,
  provisional: deadline.provisional,
  late: deadline.dueAt !== null && deadline.dueAt < (deadline.closedAt ?? now),
  may: [...shown.may],
});
