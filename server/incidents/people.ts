import { Appointment, type OfficeRole } from "../../entities/appointment.js";
import { Unit } from "../../entities/unit.js";
import { present } from "../identity/offices.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Those who are on duty at this moment at 宣传部 or 大数据中心, in the order in which they are asked. */
export type OnDuty = (tx: Tx, desk: "publicity" | "dataCentre") => Promise<readonly string[]>;

/** Who holds what for one incident today, each list in the order in which its people are asked; empty where it is vacant. */
export interface IncidentPeople {
  publicityDuty: readonly string[];
  publicityHead: readonly string[];
  dataCentreDuty: readonly string[];
  dataCentreHead: readonly string[];
  /** 书记班子, in order, without the 主要领导 */
  secretariat: readonly string[];
  topLeader: readonly string[];
  /** 事发部门主要负责人 */
  unitHead: readonly string[];
  /** 分管领导 of the unit concerned; of 宣传部 while that is not known */
  leaderInCharge: readonly string[];
}

const OFFICES: readonly OfficeRole[] = ["publicityHead", "dataCentreHead", "secretariat", "topLeader"];

/** Everybody who may have a part in an incident of this unit; `today` is the local day. */
export const loadPeople = async (tx: Tx, unit: Unit | null, onDuty: OnDuty, today: string): Promise<IncidentPeople> => {
  const rows = await rowsWhere(tx, Appointment, { scopeId: "organisation", role: OFFICES }, ["position"]);
  const [publicity] = unit?.leaderInChargeUserid ? [unit] : await rowsWhere(tx, Unit, { kind: "publicity" });
  const duty = { publicity: await onDuty(tx, "publicity"), dataCentre: await onDuty(tx, "dataCentre") };
  const led = [unit?.headUserid ?? null, publicity?.leaderInChargeUserid ?? null];
  const here = new Set(await present(tx, [...rows.map((row) => row.userid), ...led, ...duty.publicity, ...duty.dataCentre], today));
  const among = (userids: readonly (string | null)[]): string[] =>
    userids.filter((userid) => userid !== null && here.has(userid)) as string[];
  const of = (role: OfficeRole): string[] => among(rows.filter((row) => row.role === role).map((row) => row.userid));
  const topLeader = of("topLeader");
  return {
    publicityDuty: among(duty.publicity),
    publicityHead: of("publicityHead"),
    dataCentreDuty: among(duty.dataCentre),
    dataCentreHead: of("dataCentreHead"),
    secretariat: of("secretariat").filter((userid) => !topLeader.includes(userid)),
    topLeader,
    unitHead: among(led.slice(0, 1)),
    leaderInCharge: among(led.slice(1)),
  };
};
