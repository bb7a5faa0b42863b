import { IsNull, LessThan, MoreThan } from "typeorm";
import type { OfficeRole } from "../../entities/appointment.js";
import { Session } from "../../entities/session.js";
import { holding, recorded, loadActor, type Actor } from "./actor.js";
import type { AuditRecord } from "../audit/record.js";
import type { Clock } from "../kernel/clock.js";
import { keyedHash, newToken } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { Refusal } from "../kernel/refusal.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import type { CodeOutcome } from "../wecom/client.js";

export interface OpenedSession {
  token: string;
  expiresAt: Date;
  person: { userid: string; name: string };
}

/** Asks WeCom whose login code this is. */
export type CodeReader = (code: string, via: "web" | "miniprogram") => Promise<CodeOutcome>;

/** The offices that somebody has by the rota at this moment. */
export type OnShift = (tx: Tx, userid: string) => Promise<readonly OfficeRole[]>;

const HOUR_MS = 3_600_000;

/** Logins: random tokens, kept as keyed hashes, ended at once when the person leaves. No password is ever asked for or stored (promise 7). */
export class Sessions {
  #onShift: OnShift = () => Promise.resolve([]);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly settings: SettingValues,
    private readonly audit: AuditRecord,
    private readonly secret: string,
    private readonly readCode: CodeReader,
  ) {}

  /** Tells who sits at a desk by the rota: while they do, they may what its office may (Article 16). */
  onShift(onShift: OnShift): void {
    this.#onShift = onShift;
  }

  /** Exchanges WeCom's single-use code for a session. WeCom names any member of the corp: whether they are ours is checked here. */
  async open(code: string, via: "web" | "miniprogram"): Promise<OpenedSession> {
    const outcome = await this.readCode(code, via);
    if (outcome.kind === "retry" || outcome.kind === "giveUp") {
      throw new Refusal({ code: "session.wecom-unavailable", kind: "busy", detail: "企业微信暂时没有响应，请稍后重试。" });
    }
    if (outcome.kind === "badCode")
      throw new Refusal({ code: "session.bad-code", kind: "unauthenticated", detail: "登录凭证已失效，请重新打开页面登录。" });
    if (outcome.kind === "outsider") throw notMember();
    return this.openFor(outcome.userid);
  }

  /** A session for somebody whose identity is already sure. */
  openFor(userid: string): Promise<OpenedSession> {
    return this.uow.run(async (tx) => {
      const actor = await loadActor(tx, userid, "page", localDay(this.clock.now()));
      if (!actor) throw notMember();
      const token = newToken();
      const startedAt = this.clock.now();
      const expiresAt = new Date(startedAt.getTime() + this.settings.value("session.hours") * HOUR_MS);
      await tx.insert(Session, { tokenHash: this.#hash(token), userid, startedAt, expiresAt, endedAt: null });
      this.audit.record(tx, { action: "session.opened", subject: { type: "person", id: userid }, actor: recorded(actor), via: "page" });
      return { token, expiresAt, person: { userid, name: actor.name } };
    });
  }

  /** Who this token belongs to now; null: expired, ended, or the person has left. */
  actorOf(token: string): Promise<Actor | null> {
    return this.uow.read(async (tx) => {
      const session = await tx.findOneBy(Session, {
        tokenHash: this.#hash(token),
        endedAt: IsNull(),
        expiresAt: MoreThan(this.clock.now()),
      });
      const actor = session && (await loadActor(tx, session.userid, "page", localDay(this.clock.now())));
      return actor && { ...holding(actor, await this.#onShift(tx, actor.userid)), loggedInAt: session.startedAt };
    });
  }

  /** Ends one session (logout). Ending it twice is ending it once. */
  async end(token: string): Promise<void> {
    await this.uow.run((tx) => tx.update(Session, { tokenHash: this.#hash(token), endedAt: IsNull() }, { endedAt: this.clock.now() }));
  }

  /** Forgets sessions that ended or expired a day ago. */
  async purge(): Promise<void> {
    const dayAgo = new Date(this.clock.now().getTime() - 24 * HOUR_MS);
    await this.uow.run((tx) => tx.delete(Session, { expiresAt: LessThan(dayAgo) }));
  }

  #hash(token: string): string {
    return keyedHash(this.secret, token);
  }
}

const notMember = (): Refusal =>
  new Refusal({
    code: "session.not-a-member",
    kind: "forbidden",
    detail: "您不在新媒体运营管理的人员名单中，或已离任。请联系宣传部添加。",
  });
