import type { Deadline } from "../../entities/deadline.js";
import { choiceCard, type ChoiceCardFacts } from "../deadlines/cards.js";
import type { DutyPart, DutyParts, Press, TodoFacts } from "../deadlines/duty-part.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Office } from "../regulation/offices.js";
import type { Card } from "../wecom/card.js";
import { closedWords } from "./closings.js";
import { about, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { rowOf, type LivestreamDutyName } from "./own-duties.js";
import { verbsOf } from "./rules/verbs.js";
import { LATE_LABEL, timeWords } from "./words.js";

/** What one duty shows of its livestream while it is open. */
export interface Shown extends Pick<ChoiceCardFacts, "rows" | "buttons" | "linkText" | "selection"> {
  /** what stands before the livestream's title; absent: the duty's own name */
  title?: string;
  /** what is wrong, in red beside the article; absent: nothing but 逾期申报, where it is */
  label?: string;
  /** the page that it opens, where it is not the duty's */
  page?: string;
}

/** What one duty of Article 14 is made of, besides what all of them have in common. */
export interface PartOf {
  /** what its card says */
  shown(facts: LivestreamFacts, deadline: Deadline, tx: Tx): Shown | Promise<Shown>;
  presses: Readonly<Record<string, Press>>;
  /** what the card says to those whom this step tells; null, or absent: they get a plain notice */
  told?(facts: LivestreamFacts, deadline: Deadline, tx: Tx, step: string): Promise<Shown | null>;
  /** the page that its card opens, by the livestream's id; absent: the livestream's own */
  page?: string;
  /** the page that a notice about it opens, for those who do not owe it; absent: the same */
  noticePage?: string;
  /** who holds an office for this duty, where it is not as for all others */
  audience?(facts: LivestreamFacts, office: Office): readonly string[] | null;
  /** which livestream the deadline is about; absent: its subject */
  livestreamOf?(tx: Tx, deadline: Deadline): Promise<string>;
  /** the grey text of somebody who owes it no longer while others do; absent: 已转由其他人办理 */
  movedOn?: string;
  /** what else the mechanism may ask of it */
  more?: Pick<DutyPart, "unreachable" | "holderLeft" | "step">;
}

const MOVED_ON = "已转由其他人办理";

/** The part of a duty on a livestream: one look for all their cards, one audience, one list entry. */
export const dutyPart = (desk: LivestreamDesk, duty: LivestreamDutyName, part: PartOf): DutyPart => {
  const rule = rowOf(duty);
  const load = async (tx: Tx, deadline: Deadline): Promise<LivestreamFacts> =>
    loadLivestream(desk, tx, (await part.livestreamOf?.(tx, deadline)) ?? deadline.subjectId);
  const link = ({ livestream }: LivestreamFacts, page = part.page ?? "livestream"): string => desk.link(page, livestream.id);
  const draw = (facts: LivestreamFacts, { title = rule.title, label, page, ...shown }: Shown, closedText: string | null): Card => {
    const { title: of, late } = facts.livestream;
    const about = { rule, title: `${title}：${of}`, subtitle: subtitleOf(facts), link: link(facts, page) };
    return choiceCard({ ...shown, ...about, domain: "直播", label: label ?? (late ? LATE_LABEL : null), closedText });
  };
  const card = async (tx: Tx, deadline: Deadline, closedText: string | null): Promise<Card> => {
    const facts = await load(tx, deadline);
    return draw(facts, await part.shown(facts, deadline, tx), closedText);
  };
  const toldCard = async (tx: Tx, deadline: Deadline, step: string): Promise<Card | null> => {
    const facts = await load(tx, deadline);
    const shown = await part.told?.(facts, deadline, tx, step);
    return shown ? draw(facts, shown, null) : null;
  };
  return {
    about: async (tx, deadline) => {
      const facts = await load(tx, deadline);
      return { title: facts.livestream.title, subtitle: subtitleOf(facts), link: link(facts, part.noticePage) };
    },
    audience: async (tx, deadline, office) => {
      const facts = await load(tx, deadline);
      return part.audience?.(facts, office) ?? audienceOf(facts, office);
    },
    card: (tx, deadline) => card(tx, deadline, null),
    ...(part.told ? { toldCard } : {}),
    closedCard: async (tx, deadline) =>
      card(tx, deadline, deadline.state === "open" ? (part.movedOn ?? MOVED_ON) : await closedWords(tx, deadline)),
    todo: async (tx, deadlines, userid) => {
      const shown = new Map<string, TodoFacts>();
      // one after the other, so that what the first asked is known to the next
      for (const deadline of deadlines) {
        const facts = await load(tx, deadline);
        shown.set(deadline.id, {
          title: `${rule.title}：${facts.livestream.title}`,
          note: subtitleOf(facts),
          may: verbsOf(facts, userid),
          subject: about(facts.livestream),
        });
      }
      return shown;
    },
    presses: part.presses,
    ...part.more,
  };
};

const subtitleOf = ({ livestream, account }: LivestreamFacts): string => `${timeWords(livestream)} · ${account?.name ?? ""}`;

/** Who holds an office for one livestream. */
const audienceOf = ({ livestream, people, team }: LivestreamFacts, office: Office): readonly string[] => {
  const named = (userids: readonly (string | null)[]): string[] => userids.filter((userid) => userid !== null);
  switch (office) {
    case "initiatingUnit":
      return people.heads.initiating;
    case "operatingUnit":
      return people.heads.operating;
    case "livestreamStaff":
      return named([livestream.applicantUserid, livestream.onSiteUserid]);
    case "patrolLead":
      return team.filter(({ role }) => role === "lead").map(({ userid }) => userid);
    case "publicityDepartment":
      return people.publicity;
    case "publicityHead":
      return people.publicityHead;
    case "dataCentre":
      return people.dataCentre;
    case "dataCentreHead":
      return people.dataCentreHead;
    default:
      return [];
  }
};

/** All parts under their names. */
export const partsOf = (desk: LivestreamDesk, parts: Readonly<Partial<Record<LivestreamDutyName, PartOf>>>): DutyParts =>
  Object.fromEntries(Object.entries(parts).map(([duty, part]) => [duty, dutyPart(desk, duty as LivestreamDutyName, part)]));
