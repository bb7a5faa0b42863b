import { SettingChange } from "../../entities/setting-change.js";
import type { AuditRecord } from "../audit/record.js";
import type { SettingHistoryView, SettingsView, SettingView } from "../http/contract.js";
import { recorded, type Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import type { Clock } from "../kernel/clock.js";
import type { Editions } from "../kernel/editions.js";
import { newId } from "../kernel/ids.js";
import { localIso } from "../kernel/local-time.js";
import { Refusal } from "../kernel/refusal.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { isSettingKey, SETTING_DEFAULTS, settingWords, type SettingKey } from "../regulation/settings.js";
import { SettingHistory } from "./history.js";
import { judgeChange } from "./rules/change.js";
import { ruleOf } from "./rules/value.js";
import { settingHistoryView, settingsView, settingView } from "./views.js";

/** What somebody wants changed; `value` null: back to the default. */
export interface WantedChange {
  value: unknown;
  reason: string;
  /** what it rests on, e.g. a document number */
  document: string | null;
  /** how many changes of this setting they have seen */
  seen: number;
}

/** What the rule leaves open and 宣传部 decides (第27条): each change with its reason, on record with the old and the new value. */
export class Settings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditRecord,
    private readonly editions: Editions,
  ) {}

  /** Every setting beside its article, as the database has it. */
  list(actor: Actor): Promise<SettingsView> {
    return this.uow.read(async (tx) => ({
      now: this.#now(),
      ...settingsView(await SettingHistory.read(tx), may(actor, "settings.write")),
    }));
  }

  /** One setting; refused where there is none of this name. */
  one(actor: Actor, key: string): Promise<SettingView & { now: string }> {
    const known = settingKey(key);
    return this.uow.read(async (tx) => ({
      now: this.#now(),
      ...settingView(ruleOf(known), await SettingHistory.read(tx), may(actor, "settings.write")),
    }));
  }

  /** Every change of one setting, the latest first. */
  changes(key: string): Promise<SettingHistoryView> {
    const known = settingKey(key);
    return this.uow.read(async (tx) => ({
      now: this.#now(),
      items: settingHistoryView(ruleOf(known), (await SettingHistory.read(tx)).of(known)),
    }));
  }

  /**
   * Changes one value: in force at once here and at most a second later in every other process, for whatever is opened from then on. Two who change
   * the same one at once do it one after the other, and the second is told.
   */
  async change(actor: Actor, key: string, wanted: WantedChange): Promise<void> {
    const known = settingKey(key);
    const refusal = await this.uow.run(async (tx) => {
      await this.editions.publish(tx, "settings");
      return this.#change(tx, actor, known, wanted);
    });
    if (refusal) throw refusal;
  }

  /** Returns the refusal, already on record; null: it is changed. */
  async #change(tx: Tx, actor: Actor, key: SettingKey, wanted: WantedChange): Promise<Refusal | null> {
    const history = await SettingHistory.read(tx);
    const last = history.of(key).at(-1) ?? null;
    const settings = history.now();
    const fallback = SETTING_DEFAULTS.value(key);
    const judged = judgeChange({ key, given: wanted.value, seen: wanted.seen, last, settings, fallback });
    if (judged instanceof Refusal) return this.#refused(tx, actor, key, judged);
    const [previous, next] = [settings.value(key), judged.value ?? fallback];
    const { reason, document } = wanted;
    const about = { reason, document, byUserid: actor.userid, byName: actor.name, at: this.clock.now() };
    const value = judged.value === null ? null : JSON.stringify(judged.value);
    const number = (last?.number ?? 0) + 1;
    await tx.insert(SettingChange, { id: newId(), key, number, value, previous: JSON.stringify(previous), ...about });
    const rule = ruleOf(key);
    this.audit.record(tx, {
      action: judged.value === null ? "setting.restored" : "setting.changed",
      subject: { type: "setting", id: key },
      actor: recorded(actor),
      via: actor.via,
      article: "27",
      facts: {
        title: rule.title,
        beside: rule.article,
        from: settingWords(rule, previous),
        to: settingWords(rule, next),
        reason,
        document,
      },
    });
    return null;
  }

  #refused(tx: Tx, actor: Actor, key: SettingKey, refusal: Refusal): Refusal {
    this.audit.record(tx, {
      action: "setting.refused",
      subject: { type: "setting", id: key },
      actor: recorded(actor),
      via: actor.via,
      article: "27",
      refused: true,
      facts: { title: ruleOf(key).title, code: refusal.code, detail: refusal.detail },
    });
    return refusal;
  }

  #now(): string {
    return localIso(this.clock.now());
  }
}

const settingKey = (key: string): SettingKey => {
  if (isSettingKey(key)) return key;
  throw new Refusal({ code: "settings.unknown", kind: "notFound", detail: "没有这项设置，请从设置列表中选择。", article: "27" });
};
