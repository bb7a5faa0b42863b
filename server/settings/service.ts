import { SettingChange } from "../../entities/setting-change.js";
import type { AuditRecord } from "../audit/record.js";
import { recorded, type Actor } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import type { Editions } from "../kernel/editions.js";
import { newId } from "../kernel/ids.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { SETTING_DEFAULTS, type SettingKey } from "../regulation/settings.js";

/** What somebody wants changed; `value` null: back to the default. */
export interface WantedChange {
  key: SettingKey;
  value: unknown;
  reason: string;
  /** what it rests on, e.g. a document number */
  document: string | null;
}

/** What the rule leaves open and 宣传部 decides (第27条): each change with its reason, on record with the old and the new value. */
export class Settings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditRecord,
    private readonly editions: Editions,
  ) {}

  /** Changes one value: in force at once here and at most a second later in every other process, for whatever is opened from then on. */
  change(actor: Actor, wanted: WantedChange): Promise<void> {
    return this.uow.run(async (tx) => {
      await this.editions.publish(tx, "settings");
      await this.#write(tx, actor, wanted);
    });
  }

  async #write(tx: Tx, actor: Actor, { key, value, reason, document }: WantedChange): Promise<void> {
    const [last] = await tx.find(SettingChange, { where: { key }, order: { number: "DESC" }, take: 1 });
    const previous: unknown = typeof last?.value === "string" ? JSON.parse(last.value) : SETTING_DEFAULTS.value(key);
    await tx.insert(SettingChange, {
      id: newId(),
      key,
      number: (last?.number ?? 0) + 1,
      value: value === null ? null : JSON.stringify(value),
      previous: JSON.stringify(previous),
      reason,
      document,
      byUserid: actor.userid,
      byName: actor.name,
      at: this.clock.now(),
    });
    this.audit.record(tx, {
      action: "setting.changed",
      subject: { type: "setting", id: key },
      actor: recorded(actor),
      via: actor.via,
      article: "27",
      facts: { previous, value, reason, document },
    });
  }
}
