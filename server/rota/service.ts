import type { Desk } from "../../entities/shift.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { coverAt } from "./cover.js";

/** Article 16 for those who ask: who has which desk. A shift belongs to the rota; a duty is an obligation of the rule. */
export class Rota {
  constructor(private readonly settings: SettingValues) {}

  /**
   * Who answers at a desk at this moment, the one responsible first: until the desk is taken over whoever had it before, then the person of the shift,
   * the stand-in where the person is away or cannot be reached. Where the rota has nobody: the holders of the office (宣传部值班, 大数据中心值班).
   */
  onDuty(tx: Tx, desk: Desk, at: Date): Promise<string[]> {
    return coverAt(tx, desk, at, this.settings);
  }
}
