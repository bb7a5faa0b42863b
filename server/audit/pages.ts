import { Between, In, LessThan, Not, type FindOptionsWhere } from "typeorm";
import { AuditEntry, AuditHead } from "../../entities/audit-entry.js";
import { Person } from "../../entities/person.js";
import type { Foundation } from "../domain.js";
import type { RecordPage } from "../http/contract.js";
import { addDays, instantOf, localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Which acts are wanted; null: whichever. */
export interface WantedActs {
  subject: { type: string; id: string } | null;
  /** userid, or the name as people write it */
  person: string | null;
  article: string | null;
  /** local day */
  day: string | null;
  /** only what was attempted and refused */
  refused: boolean;
  /** logins, too */
  logins: boolean;
  /** only acts before this one, the end of the page before */
  before: number | null;
}

const PAGE = 30;
/** Acts looked through for one page where no index leads to them; the next page goes on from there. */
const WINDOW = 20_000;
/** Clocks of several machines differ by moments, so that acts round midnight may stand a little out of order. */
const SLACK = 200;

/** The record for those who may read it: newest acts first, page by page. */
export class RecordPages {
  constructor(private readonly desk: Foundation) {}

  page(wanted: WantedActs): Promise<RecordPage> {
    return this.desk.uow.read(async (tx) => {
      const head = await tx.findOneByOrFail(AuditHead, { id: "head" });
      const range = await rangeOf(tx, wanted, head.seq);
      const where = { ...(await conditionsOf(tx, wanted)), seq: Between(range.from, range.to) };
      const found = await tx.find(AuditEntry, { where, order: { seq: "DESC" }, take: PAGE + 1 });
      const shown = found.slice(0, PAGE);
      const next = found.length > PAGE ? (shown.at(-1)?.seq ?? null) : range.more ? range.from : null;
      return {
        now: localIso(this.desk.clock.now()),
        items: await this.desk.story.acts(tx, shown),
        next,
        searchedTo: next === range.from ? await momentOf(tx, range.from) : null,
      };
    });
  }
}

const conditionsOf = async (
  tx: Tx,
  { subject, person, article, day, refused, logins }: WantedActs,
): Promise<FindOptionsWhere<AuditEntry>> => ({
  ...(subject ? { subjectType: subject.type, subjectId: subject.id } : {}),
  ...(person === null ? {} : { actor: In(await useridsOf(tx, person)) }),
  ...(article === null ? {} : { article }),
  ...(day === null ? {} : { at: Between(instantOf(day, "00:00"), new Date(instantOf(day, "24:00").getTime() - 1)) }),
  ...(refused ? { refused } : {}),
  ...(logins ? {} : { action: Not("session.opened") }),
});

/** Everybody whom this could mean, also those who left. */
const useridsOf = async (tx: Tx, person: string): Promise<string[]> => {
  const named = await tx.find(Person, { select: { userid: true }, where: { name: person } });
  return [person.toLowerCase(), ...named.map(({ userid }) => userid)];
};

/** The numbers among which the page is sought; `more`: below them nothing was looked at. */
const rangeOf = async (tx: Tx, wanted: WantedActs, head: number): Promise<{ from: number; to: number; more: boolean }> => {
  const to = wanted.before === null ? head : Math.min(head, wanted.before - 1);
  if (wanted.day !== null) {
    const from = Math.max(1, (await firstSince(tx, instantOf(wanted.day, "00:00"), head)) - SLACK);
    const until = (await firstSince(tx, instantOf(addDays(wanted.day, 1), "00:00"), head)) + SLACK;
    return { from, to: Math.min(to, until), more: false };
  }
  const seek = wanted.subject !== null || wanted.person !== null || (wanted.article === null && !wanted.refused);
  const from = seek ? 1 : Math.max(1, to - WINDOW + 1);
  return { from, to, more: from > 1 };
};

/** The first act since a moment; one past the last where there is none. Acts stand in the order of time, so halving finds it. */
const firstSince = async (tx: Tx, moment: Date, head: number): Promise<number> => {
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const before = await tx.existsBy(AuditEntry, { seq: middle, at: LessThan(moment) });
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
};

const momentOf = async (tx: Tx, seq: number): Promise<string | null> => {
  const entry = await tx.findOne(AuditEntry, { select: { seq: true, at: true }, where: { seq } });
  return entry && localIso(entry.at);
};
