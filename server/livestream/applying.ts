import { Livestream, LivestreamDate, VenueReport } from "../../entities/livestream.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { hasLeft } from "../identity/qualification.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { nextNumber } from "../kernel/numbers.js";
import type { Refusal } from "../kernel/refusal.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Agreeing } from "./agreeing.js";
import { recordAct, today, type LivestreamDesk } from "./desk.js";
import { loadLivestream } from "./facts.js";
import { linksRefusal } from "./links.js";
import { refuse } from "./refusals.js";
import { accountRefusal, applicationRefusal, timesRefusal } from "./rules/application.js";
import { tellSoon } from "./soon.js";
import { filingDueOf } from "./tasks.js";
import type { Venue } from "./venue.js";

/** 直播申请表, as somebody fills it in. Whoever answers for something is a userid, or a name where it is nobody of the organisation. */
export interface Application {
  title: string;
  accountId: string;
  initiatingUnitId: string;
  startAt: Date;
  endAt: Date;
  venue: { inOffice: boolean; officeEquipment: boolean; note: string | null };
  host: string;
  onSite: string;
  commentControl: string;
  stopButton: string;
  guests: string | null;
  rehearsalAt: Date | null;
  contingency: string;
  scriptDraftId: string | null;
  livingId: string | null;
  lateReason: string | null;
}

/** 提交直播申请表 (R14-01): both heads are asked to agree, and an unusual venue is reported to 宣传部 at once. */
export class Applying {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly agreeing: Agreeing,
    private readonly venue: Venue,
  ) {}

  /** Takes an application and returns the livestream's id. Throws where something of it cannot be. */
  apply(actor: Actor, application: Application): Promise<string> {
    return this.desk.uow.run(async (tx) => {
      const refusal = timesRefusal(application, this.desk.clock.now()) ?? (await this.#placeRefusal(tx, actor, application));
      if (refusal) throw refusal;
      const { venue } = application;
      const due = filingDueOf(this.desk, application.startAt);
      const words = { ...application, ...venue, venueNote: venue.note };
      const wrong = applicationRefusal(words, due, this.desk.clock.now()) ?? (await linksRefusal(tx, application, null));
      if (wrong) throw wrong;
      const id = await this.#store(tx, actor, application);
      const facts = await loadLivestream(this.desk, tx, id);
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.applied", {
        ...{ number: facts.livestream.number, title: application.title, account: facts.account?.name },
        ...{ startAt: application.startAt, endAt: application.endAt, late: facts.livestream.late, comment: application.lateReason },
      });
      if (facts.venue) await this.venue.ask(tx, facts);
      await tellSoon(this.desk, tx, facts);
      await this.agreeing.ask(tx, actor, facts);
      return id;
    });
  }

  async #placeRefusal(tx: Tx, actor: Actor, { accountId, initiatingUnitId }: Application): Promise<Refusal | null> {
    const directory = await directoryOf(tx);
    const account = directory.account(accountId);
    const refusal = accountRefusal(account);
    if (refusal) return refusal;
    if (!directory.unit(initiatingUnitId)) return refuse("unit-unknown", "invalid", "发起部门（单位）不在组织名单中，请从列表中选择。");
    const near =
      actor.unitId === initiatingUnitId ||
      directory.unitsUnder(actor.userid).some((unit) => unit.id === initiatingUnitId) ||
      directory.postsOn(accountId).some((post) => post.userid === actor.userid) ||
      actor.roles.has("administrator");
    if (near) return null;
    return refuse(
      "not-your-unit",
      "forbidden",
      "直播申请由发起部门（单位）的人员或该账号的运营人员提交，请联系他们填写。",
      "agreeLivestream",
    );
  }

  async #store(tx: Tx, actor: Actor, application: Application): Promise<string> {
    const now = this.desk.clock.now();
    const year = localDay(now).slice(0, 4);
    const { title, accountId, initiatingUnitId, startAt, endAt, venue, guests, rehearsalAt, contingency } = application;
    const id = newId();
    const due = filingDueOf(this.desk, startAt);
    const late = now > due.at;
    const operatingUnitId = (await directoryOf(tx)).account(accountId)?.unitId ?? initiatingUnitId;
    await insertRows(tx, Livestream, [
      {
        ...{ id, title, accountId, initiatingUnitId, operatingUnitId, startAt, endAt, guests, rehearsalAt, contingency, late },
        number: `直${year}-${String(await nextNumber(tx, `livestream:${year}`)).padStart(5, "0")}`,
        status: "draft",
        ...{ inOffice: venue.inOffice, officeEquipment: venue.officeEquipment, venueNote: venue.note },
        ...(await answerable(tx, today(this.desk), application)),
        ...{ scriptDraftId: application.scriptDraftId, livingId: application.livingId, lateReason: late ? application.lateReason : null },
        ...{ applicantUserid: actor.userid, createdAt: now, updatedAt: now, version: 1 },
      },
    ]);
    const dated = { id: newId(), livestreamId: id, revision: 1, startAt, endAt, late, reason: null };
    await insertRows(tx, LivestreamDate, [
      { ...dated, filingDueOn: due.day, filingDueWords: due.words, setByUserid: actor.userid, setAt: now },
    ]);
    if (!(venue.inOffice && venue.officeEquipment)) await insertRows(tx, VenueReport, [reportOf(id, actor, venue, now)]);
    return id;
  }
}

/** A 报备 as it is asked for. */
export const reportOf = (livestreamId: string, actor: Actor, venue: Application["venue"], askedAt: Date): VenueReport => ({
  ...{ id: newId(), livestreamId, inOffice: venue.inOffice, officeEquipment: venue.officeEquipment, reason: venue.note ?? "" },
  ...{ state: "asked", askedAt, askedByUserid: actor.userid, answeredAt: null, answeredByUserid: null, note: null },
});

type Answerable = Pick<Application, "host" | "onSite" | "commentControl" | "stopButton">;
type Named = Pick<
  Livestream,
  "host" | "hostUserid" | "onSite" | "onSiteUserid" | "commentControl" | "commentControlUserid" | "stopButton" | "stopButtonUserid"
>;

/** Those who answer for something, each with the name and, for somebody of the organisation, the userid. */
export const answerable = async (tx: Tx, day: string, { host, onSite, commentControl, stopButton }: Answerable): Promise<Named> => {
  const directory = await directoryOf(tx);
  const named = (said: string): [string, string | null] => {
    const person = directory.person(said.toLowerCase());
    return person && !hasLeft(person, day) ? [person.name, person.userid] : [said, null];
  };
  const [[hostName, hostUserid], [onSiteName, onSiteUserid]] = [named(host), named(onSite)];
  const [[commentName, commentControlUserid], [stopName, stopButtonUserid]] = [named(commentControl), named(stopButton)];
  return {
    ...{ host: hostName, hostUserid, onSite: onSiteName, onSiteUserid },
    ...{ commentControl: commentName, commentControlUserid, stopButton: stopName, stopButtonUserid },
  };
};
