import type { OnDuty } from "../domain.js";
import type { OfficeRole } from "../../entities/appointment.js";
import type { Unit } from "../../entities/unit.js";
import { directoryOf } from "../identity/directory.js";
import { hasLeft } from "../identity/qualification.js";
import type { Tx } from "../kernel/unit-of-work.js";

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

/** Everybody who may have a part in an incident of this unit; `today` is the local day. */
export const loadPeople = async (tx: Tx, unit: Unit | null, onDuty: OnDuty, today: string): Promise<IncidentPeople> => {
  const directory = await directoryOf(tx);
  const posts = directory.postsOn("organisation");
  const led = unit?.leaderInChargeUserid ? unit : directory.units.find(({ kind }) => kind === "publicity");
  const duty = { publicity: await onDuty(tx, "publicity"), dataCentre: await onDuty(tx, "dataCentre") };
  const here = (userid: string | null | undefined): userid is string => {
    const person = userid ? directory.person(userid) : null;
    return person !== null && !hasLeft(person, today);
  };
  const of = (role: OfficeRole): string[] => posts.filter((post) => post.role === role && here(post.userid)).map((post) => post.userid);
  const topLeader = of("topLeader");
  return {
    publicityDuty: duty.publicity.filter(here),
    publicityHead: of("publicityHead"),
    dataCentreDuty: duty.dataCentre.filter(here),
    dataCentreHead: of("dataCentreHead"),
    secretariat: of("secretariat").filter((userid) => !topLeader.includes(userid)),
    topLeader,
    unitHead: [unit?.headUserid].filter(here),
    leaderInCharge: [led?.leaderInChargeUserid].filter(here),
  };
};
