import { Livestream, LivestreamDate, LivestreamFiling, VenueReport } from "../../entities/livestream.js";
import type { Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { answerable, reportOf, type Application } from "./applying.js";
import type { Agreeing } from "./agreeing.js";
import { recordAct, today, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { linksRefusal } from "./links.js";
import { others, tell } from "./notices.js";
import { changedMeanwhile, over, refuse } from "./refusals.js";
import { applicationRefusal, timesRefusal } from "./rules/application.js";
import { differences, needsAgreement } from "./rules/changes.js";
import { mayChange } from "./rules/standing.js";
import { tellSoon } from "./soon.js";
import { dropTasks, filingDueOf } from "./tasks.js";
import type { Venue } from "./venue.js";
import { timeWords } from "./words.js";

/** What of an application is to be different; absent: stays. The account stays: another account is another livestream. */
export type Change = Partial<Omit<Application, "accountId" | "initiatingUnitId">> & { reason: string | null };

/** Changes a livestream (R14-02): other times or another place are agreed and filed anew, and a late filing stays late. */
export class Changing {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly verbs: { agreeing: Agreeing; venue: Venue; follow: (tx: Tx, livestreamId: string) => Promise<void> },
  ) {}

  /** Takes the changes, or the word that nothing more is to be put right, and reports it for filing again where that was waited for. */
  async change(actor: Actor, livestreamId: string, change: Change): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.#changeIn(tx, actor, livestreamId, change));
    if (refusal) throw refusal;
  }

  async #changeIn(tx: Tx, actor: Actor, livestreamId: string, change: Change): Promise<Refusal | null> {
    const before = await loadLivestream(this.desk, tx, livestreamId);
    const { livestream } = before;
    const refusal = changeRefusal(before, actor.userid, change);
    if (refusal) return refusal;
    const after = { ...livestream, ...(await this.#fields(tx, livestream, change)) };
    const changed = differences(livestream, after);
    const wrong = await this.#faultOf(tx, before, after, change, changed);
    if (wrong) return wrong;
    const anew = needsAgreement(changed) && livestream.status !== "live";
    if (changed.length > 0) await this.#store(tx, actor, before, after, { change, changed, anew });
    if (anew) await this.#anew(tx, actor, before, { elsewhere: changed.includes("venue"), moved: changed.includes("times") });
    else if (livestream.status === "draft") await this.#again(tx, actor, livestreamId);
    if (changed.length > 0) await this.verbs.follow(tx, livestreamId);
    return null;
  }

  async #fields(tx: Tx, livestream: Livestream, change: Change): Promise<Partial<Livestream>> {
    const { startAt, endAt, title, venue, guests, rehearsalAt, contingency, scriptDraftId, livingId, lateReason } = change;
    const said = { title, startAt, endAt, guests, rehearsalAt, contingency, scriptDraftId, livingId, lateReason };
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Livestream>;
    const people = {
      host: change.host ?? livestream.hostUserid ?? livestream.host,
      onSite: change.onSite ?? livestream.onSiteUserid ?? livestream.onSite,
      commentControl: change.commentControl ?? livestream.commentControlUserid ?? livestream.commentControl,
      stopButton: change.stopButton ?? livestream.stopButtonUserid ?? livestream.stopButton,
    };
    const place = venue ? { inOffice: venue.inOffice, officeEquipment: venue.officeEquipment, venueNote: venue.note } : {};
    return { ...given, ...place, ...(await answerable(tx, today(this.desk), people)) };
  }

  async #faultOf(tx: Tx, before: LivestreamFacts, after: Livestream, change: Change, changed: readonly string[]): Promise<Refusal | null> {
    const now = this.desk.clock.now();
    if (changed.includes("times") || changed.includes("venue")) {
      const running = before.livestream.status === "live";
      const times = running ? (after.endAt <= now ? endPast() : null) : timesRefusal(after, now);
      const due = filingDueOf(this.desk, after.startAt);
      const inTime = running || !changed.includes("times") ? { ...due, at: now } : due;
      const refusal = times ?? applicationRefusal(after, inTime, now);
      if (refusal) return refusal;
      if (before.filing && change.reason === null) return refuse("reason-needed", "invalid", "已报备案的直播改动时间或场地，请写明原因。");
    }
    return linksRefusal(tx, { ...change, accountId: after.accountId }, after.id);
  }

  async #store(
    tx: Tx,
    actor: Actor,
    before: LivestreamFacts,
    after: Livestream,
    { change, changed, anew }: { change: Change; changed: readonly string[]; anew: boolean },
  ): Promise<void> {
    const now = this.desk.clock.now();
    const { id, version } = before.livestream;
    const due = filingDueOf(this.desk, after.startAt);
    const late = changed.includes("times") && before.livestream.status !== "live" && now > due.at;
    const void_ = { initiatingAgreedAt: null, initiatingAgreedByUserid: null, operatingAgreedAt: null, operatingAgreedByUserid: null };
    const cleared = anew ? { ...void_, lateConfirmedAt: null, lateConfirmedByUserid: null, filedAt: null, status: "draft" as const } : {};
    const fields = { ...after, ...cleared, late: before.livestream.late || late, updatedAt: now, version: version + 1 };
    if ((await changeRows(tx, Livestream, { id, version }, fields)) !== 1) throw changedMeanwhile();
    if (changed.includes("times")) {
      const dated = { id: newId(), livestreamId: id, revision: before.date.revision + 1, startAt: after.startAt, endAt: after.endAt, late };
      const counted = { filingDueOn: due.day, filingDueWords: due.words, reason: change.reason };
      await insertRows(tx, LivestreamDate, [{ ...dated, ...counted, setByUserid: actor.userid, setAt: now }]);
    }
    recordAct(this.desk, tx, actor, after, "livestream.changed", {
      ...{ changed, late, from: timeWords(before.livestream), to: timeWords(after) },
      ...(change.reason === null ? {} : { comment: change.reason }),
    });
  }

  /** It is another livestream now: whatever was asked about the former one is void, and the heads are asked again. */
  async #anew(tx: Tx, actor: Actor, before: LivestreamFacts, { elsewhere, moved }: { elsewhere: boolean; moved: boolean }): Promise<void> {
    const { id } = before.livestream;
    const void_ = ["agreeLivestream", "fileLivestream", "confirmLateFiling", "completeLivestream"] as const;
    // counted from the former start; the team and its training are asked for anew when their time has come
    const counted = moved ? (["formPatrol", "trainPatrol"] as const) : [];
    await dropTasks(this.desk, tx, id, "livestream.changed", [...void_, ...counted, "streamFromOffice"]);
    const waiting = before.filing?.decision === null ? before.filing : null;
    if (waiting)
      await changeRows(
        tx,
        LivestreamFiling,
        { id: waiting.id, decision: null },
        { decision: "withdrawn", decidedAt: this.desk.clock.now() },
      );
    if (elsewhere) await this.#report(tx, actor, before);
    const after = await loadLivestream(this.desk, tx, id);
    if (after.venue && after.venue.state !== "registered") await this.verbs.venue.ask(tx, after);
    await tellSoon(this.desk, tx, after);
    await this.verbs.agreeing.ask(tx, actor, after);
    await this.#tell(tx, actor, before, after);
  }

  async #report(tx: Tx, actor: Actor, before: LivestreamFacts): Promise<void> {
    const { id } = before.livestream;
    if (before.venue) await changeRows(tx, VenueReport, { id: before.venue.id }, { state: "void" });
    const { livestream } = await loadLivestream(this.desk, tx, id);
    const { inOffice, officeEquipment, venueNote } = livestream;
    if (!(inOffice && officeEquipment))
      await insertRows(tx, VenueReport, [reportOf(id, actor, { inOffice, officeEquipment, note: venueNote }, this.desk.clock.now())]);
  }

  /** Sent back, put right, and reported again; both sides have agreed to what matters already. */
  async #again(tx: Tx, actor: Actor, livestreamId: string): Promise<void> {
    if (!(await this.desk.deadlines.openOne(tx, "completeLivestream", livestreamId))) return;
    await this.verbs.agreeing.handIn(tx, actor, await loadLivestream(this.desk, tx, livestreamId));
  }

  /** Those who had it in their plans hear of the new one; the heads have a card of their own. */
  #tell(tx: Tx, actor: Actor, before: LivestreamFacts, after: LivestreamFacts): Promise<void> {
    const { livestream, people, team, date } = after;
    const known = before.livestream.filedAt === null ? [] : people.publicity;
    return tell(this.desk, tx, after, {
      key: `changed:${livestream.version}`,
      to: others([livestream.applicantUserid, livestream.onSiteUserid, ...team.map(({ userid }) => userid), ...known], actor),
      title: "直播安排有变",
      rows: [
        ["原安排", timeWords(before.livestream)],
        ["原因", date.reason ?? "未填写"],
        ["之后", "重新商定、重新备案"],
      ],
    });
  }
}

const endPast = (): Refusal => refuse("end-past", "invalid", "延长后的结束时间应晚于现在；已经下播请点「已下播」。");

const changeRefusal = (facts: LivestreamFacts, userid: string, change: Change): Refusal | null => {
  const { status } = facts.livestream;
  if (!mayChange(facts, userid)) return refuse("not-yours", "forbidden", "直播由申请人和双方部门主要负责同志改动，请联系他们。");
  if (status === "ended" || status === "cancelled") return over(status);
  const only = Object.entries(change).filter(
    ([key, value]) => value !== undefined && key !== "endAt" && key !== "reason" && key !== "livingId",
  );
  if (status === "live" && only.length > 0) return refuse("live", "conflict", "已经开播，只能延长结束时间；其他内容下播后写进小结。");
  return null;
};
