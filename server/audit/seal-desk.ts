import { SentHead, type Verification } from "../../entities/seal.js";
import type { Foundation } from "../domain.js";
import type { HeadComparison, SealView } from "../http/contract.js";
import { recorded, type Actor } from "../identity/actor.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { HeadFile } from "./head-file.js";
import { headWords, type Head } from "./head.js";
import type { Seal } from "./seal.js";

/** What a request waits for a walk; a longer one is looked at again. */
const PATIENCE_MS = 2500;
const SENT_SHOWN = 14;

/** The seal of the record as people see it and ask about it. */
export class SealDesk {
  constructor(
    private readonly desk: Foundation,
    private readonly seal: Seal,
    private readonly headFile: HeadFile,
    private readonly failed: (error: unknown, where: string) => void,
  ) {}

  /** What the last walk found, whether one is under way, and who outside the database knows which head. */
  async view(): Promise<SealView> {
    const outside = await this.headFile.read().catch(() => "unreadable" as const);
    return this.desk.uow.read(async (tx) => {
      const under = await this.seal.under(tx);
      const last = await this.seal.last(tx);
      const sent = await tx.find(SentHead, { order: { day: "DESC" }, take: SENT_SHOWN });
      return {
        now: localIso(this.desk.clock.now()),
        last: last && verificationView(last),
        walking: under && { startedAt: localIso(under.startedAt), walked: under.walked, of: under.total },
        head: headWords(await this.desk.audit.inspection.headIn(tx)),
        outside: outside === null || outside === "unreadable" ? outside : headWords(outside),
        sent: sent.map(({ day, acts, sentAt, ...head }) => ({ day, head: headWords(head), acts, sentAt: localIso(sentAt) })),
      };
    });
  }

  /** Has the record looked through now; answers when it is done, or while it goes on. */
  async checkNow(actor: Actor): Promise<SealView> {
    const walk = this.seal.check({ ...recorded(actor), via: "page" });
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
    const failing = walk.catch((error: unknown) => this.failed(error, "record walk"));
    await Promise.race([failing, patience]).finally(() => clearTimeout(timer));
    return this.view();
  }

  /** Asks the record about a head that somebody kept. */
  async compare(actor: Actor, kept: Head): Promise<HeadComparison> {
    const against = await this.desk.audit.inspection.against(kept);
    await this.desk.uow.run((tx) => {
      const subject = { type: "record", id: localDay(this.desk.clock.now()) };
      const facts = { head: headWords(kept), against };
      const act = { action: "record.head-compared", subject, actor: recorded(actor), via: actor.via, article: "26", facts };
      return Promise.resolve(this.desk.audit.record(tx, act));
    });
    return { now: localIso(this.desk.clock.now()), head: headWords(kept), against };
  }
}

const verificationView = (last: Verification): NonNullable<SealView["last"]> => ({
  at: localIso(last.finishedAt ?? last.startedAt),
  by: last.byUserid.startsWith("system:") ? null : { userid: last.byUserid, name: last.byName, post: last.byPost },
  entries: last.walked,
  head: headWords({ seq: last.total, hash: last.headHash }),
  broken: last.brokenSeq === null ? null : { seq: last.brokenSeq, why: last.brokenWhy ?? "" },
});
