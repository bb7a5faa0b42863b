import { randomBytes, timingSafeEqual } from "node:crypto";
import { FeedKey } from "../../../entities/feed-key.js";
import type { FeedKeyMade, FeedState } from "../../http/contract.js";
import { namesOf, recorded, type Actor } from "../../identity/actor.js";
import { sha256 } from "../../kernel/ids.js";
import { localIso } from "../../kernel/local-time.js";
import { Refusal } from "../../kernel/refusal.js";
import { changeRows, insertRows, rowWhere } from "../../kernel/rows.js";
import { isDuplicate, type Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import type { NewIncidentInput, Reporting } from "../reporting.js";

/** Type of the subject in the record. */
export const FEED = "feed";
const LEADS = "leads";
const KEY_BYTES = 32;

const FEED_ACTOR: Actor = {
  userid: "system:feed",
  name: "舆情监测系统",
  post: "线索接口",
  unitId: "",
  roles: new Set(),
  accounts: new Map(),
  via: "page",
};

/** The door through which another system hands in leads (R23-01): a key that is shown once, and a bound on how often it is used. */
export class LeadFeed {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly reporting: Reporting,
  ) {}

  /** Makes a new key, which opens the door from now on in place of the one before, and shows it this once. */
  rotate(actor: Actor): Promise<FeedKeyMade> {
    const key = `feed_${randomBytes(KEY_BYTES).toString("base64url")}`;
    return this.desk.uow.run(async (tx) => {
      const fields = { hash: sha256(key), madeAt: this.desk.clock.now(), madeByUserid: actor.userid, usedAt: null, minute: null, calls: 0 };
      if ((await changeRows(tx, FeedKey, { id: LEADS }, fields)) === 0)
        await insertRows(tx, FeedKey, [{ id: LEADS, ...fields }]).catch((error: unknown) => {
          throw isDuplicate(error) ? rotatedMeanwhile() : error;
        });
      const subject = { type: FEED, id: LEADS };
      this.desk.audit.record(tx, { action: "incidents.feed-key", subject, actor: recorded(actor), via: actor.via, article: "23" });
      return { key, ...(await stateOf(tx)) };
    });
  }

  /** Whether there is a key, since when, and when it was used last; never the key. */
  state(): Promise<FeedState> {
    return this.desk.uow.read((tx) => stateOf(tx));
  }

  /** Who comes with this key; throws 401 where it is missing or wrong, 429 where it comes too often. */
  async admit(key: string | null): Promise<Actor> {
    if (key === null)
      throw refused(
        "feed-key-missing",
        "unauthenticated",
        "请求没有带密钥。请在请求头加上 Authorization: Bearer 密钥，密钥由宣传部在设置页生成。",
      );
    const wall = this.desk.clock.wallNow();
    const known = await this.desk.uow.run(async (tx) => {
      const row = await rowWhere(tx, FeedKey, { id: LEADS });
      if (!row || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(sha256(key)))) return null;
      const minute = wall.toISOString().slice(0, 16);
      const calls = row.minute === minute ? row.calls + 1 : 1;
      await changeRows(tx, FeedKey, { id: LEADS, hash: row.hash }, { minute, calls, usedAt: this.desk.clock.now() });
      return { calls };
    });
    if (known === null)
      throw refused("feed-key-wrong", "unauthenticated", "密钥不正确，或已经更换。请向宣传部索取现用的密钥，更新后重试。");
    if (known.calls > this.desk.settings.value("incidents.feedPerMinute"))
      throw refused("feed-too-often", "tooMany", "一分钟内提交太多，请稍候再试；没有收下的线索请用同一个 Idempotency-Key 重发。");
    return FEED_ACTOR;
  }

  /** Takes a lead; the same as a report, told to the desks and to nobody as a receipt. */
  async take(input: Omit<NewIncidentInput, "by" | "rehearsal">): Promise<{ incidentId: string; joined: boolean }> {
    const reporter = { ...FEED_ACTOR, unitId: null, via: "system" as const };
    return this.desk.uow.run((tx) => this.reporting.take(tx, reporter, { ...input, by: "feed" }));
  }
}

const stateOf = async (tx: Tx): Promise<FeedState> => {
  const row = await rowWhere(tx, FeedKey, { id: LEADS });
  if (!row) return { made: null };
  const name = await namesOf(tx, [row.madeByUserid]);
  return { made: { at: localIso(row.madeAt), by: name(row.madeByUserid), usedAt: row.usedAt && localIso(row.usedAt) } };
};

const refused = (code: string, kind: Refusal["kind"], detail: string): Refusal =>
  new Refusal({ code: `incidents.${code}`, kind, detail, article: "23" });

const rotatedMeanwhile = (): Refusal => refused("feed-rotated", "conflict", "密钥刚刚被别人更换，请刷新后再看。");
