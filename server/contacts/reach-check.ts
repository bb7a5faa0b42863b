import { ReachRound, UnreachablePerson } from "../../entities/reach.js";
import type { Foundation } from "../domain.js";
import { directoryOf } from "../identity/directory.js";
import { holdersOf, present } from "../identity/offices.js";
import { newId } from "../kernel/ids.js";
import { dailyMoment, localClock, localDay } from "../kernel/local-time.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import type { ContactsReader } from "./address-book.js";

const AT_ONCE = 5;
const NAMED = 4;
const BEFORE_OTHERS = 2;
const INCIDENT_RULE = DUTIES.setLevel;

/** Those at the duty desks at this moment. */
export type AtTheDesks = (tx: Tx) => Promise<readonly string[]>;

interface Looked {
  userid: string;
  name: string;
  /** null: an alert would reach them */
  why: string | null;
}

/**
 * Looks each working morning whether an alert would reach everybody on a ladder and at a desk, without a message to any of them: whoever is outside the
 * app's visible range, disabled or never signed in to WeCom is found before an alert needs them. A licence shows only when something is sent.
 */
export class ReachCheck {
  constructor(
    private readonly desk: Foundation,
    private readonly reader: Pick<ContactsReader, "member">,
    private readonly atTheDesks: AtTheDesks,
    private readonly pageLink: string,
  ) {}

  /** Once a day however often and in however many processes; later in the day where nothing ran in the morning, or WeCom did not answer. */
  async morning(): Promise<void> {
    const now = this.desk.clock.now();
    const day = localDay(now);
    if (localClock(now) < this.desk.settings.value("contacts.reachCheckAt") || !this.desk.calendar.isWorkingDay(day, "earliest")) return;
    if (await this.desk.uow.read((tx) => tx.existsBy(ReachRound, { day }))) return;
    const people = await this.desk.uow.read((tx) => this.#onLadders(tx, day));
    const looked = await this.#look(people);
    if (people.length > 0 && looked.length === 0) return;
    await this.desk.uow.once((tx) => this.#keep(tx, day, people, looked));
  }

  /** When the next morning's look is due, after one moment and not after the other; null: not before then. */
  nextMoment(after: Date, until: Date): Date | null {
    return dailyMoment(this.desk.settings.value("contacts.reachCheckAt"), after, until);
  }

  /** Everybody whom some alert may need: offices of the organisation, heads of units and leaders in charge, the desks. */
  async #onLadders(tx: Tx, day: string): Promise<{ userid: string; name: string }[]> {
    const directory = await directoryOf(tx);
    const offices = directory.postsOn("organisation").map(({ userid }) => userid);
    const heads = directory.units.flatMap(({ headUserid, leaderInChargeUserid }) => [headUserid, leaderInChargeUserid]);
    const here = await present(tx, [...offices, ...heads, ...(await this.atTheDesks(tx))], day);
    return here.map((userid) => ({ userid, name: directory.person(userid)?.name ?? userid }));
  }

  /** What WeCom says of each; whoever it says nothing of is left out. */
  async #look(people: readonly { userid: string; name: string }[]): Promise<Looked[]> {
    const looked: Looked[] = [];
    for (let from = 0; from < people.length; from += AT_ONCE) {
      const some = people.slice(from, from + AT_ONCE);
      const answers = await Promise.all(some.map(({ userid }) => this.reader.member(userid)));
      some.forEach((person, index) => {
        const answer = answers[index];
        if (answer?.kind === "absent")
          looked.push({ ...person, why: "不在应用的可见范围内，或已不在企业微信中；请把本人或其部门加进可见范围" });
        if (answer?.kind === "member") looked.push({ ...person, why: whyNot(answer) });
      });
    }
    return looked;
  }

  async #keep(tx: Tx, day: string, people: readonly { userid: string }[], looked: readonly Looked[]): Promise<void> {
    const now = this.desk.clock.now();
    await insertRows(tx, ReachRound, [{ day, checkedAt: now, answered: looked.length }]);
    const known = new Map((await tx.find(UnreachablePerson)).map((row) => [row.userid, row]));
    const found = looked.filter((each): each is Looked & { why: string } => each.why !== null);
    for (const { userid, name, why } of found) {
      const before = known.get(userid);
      if (before) await changeRows(tx, UnreachablePerson, { id: before.id }, { name, why });
      else await insertRows(tx, UnreachablePerson, [{ id: newId(), userid, name, why, since: now }]);
    }
    // of whom WeCom said nothing today, what was found before stands
    const stands = new Set([...found.map(({ userid }) => userid), ...people.map(({ userid }) => userid)]);
    for (const { userid, why } of looked) if (why === null) stands.delete(userid);
    for (const { id, userid } of known.values()) if (!stands.has(userid)) await tx.delete(UnreachablePerson, { id });
    if (found.length > 0) await this.#tell(tx, day, found);
  }

  async #tell(tx: Tx, day: string, found: readonly (Looked & { why: string })[]): Promise<void> {
    const desks = await this.atTheDesks(tx);
    const to = desks.length > 0 ? desks : await holdersOf(tx, "publicityHead", day);
    const rows = found.slice(0, NAMED).map(({ name, why }) => ({ keyname: "联系不上", value: short(`${name}：${why}`, 30) }));
    const more = found.length > NAMED ? [{ keyname: "还有", value: `${found.length - NAMED} 人，见运行状态` }] : [];
    await this.desk.outbox.notice(tx, {
      key: `reach:${day}`,
      subject: { type: "operations", id: `reach-${day}` },
      to,
      lane: BEFORE_OTHERS,
      notice: {
        kind: "card",
        source: `自查 · 第${INCIDENT_RULE.article}条`,
        title: `今早自查：${found.length} 人收不到警报`,
        subtitle: "请在需要他们之前处理",
        article: INCIDENT_RULE.article,
        text: INCIDENT_RULE.text,
        rows: [...rows, ...more],
        link: this.pageLink,
      },
    });
  }
}

const whyNot = ({ active, activated }: { active: boolean; activated: boolean }): string | null => {
  if (!active) return "企业微信账号已禁用或已退出；启用账号，或在本系统里换人";
  return activated ? null : "还没有激活企业微信；请本人登录一次";
};
