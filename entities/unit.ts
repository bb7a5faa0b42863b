import { Entity } from "typeorm";
import { Int, Key, PrimaryKey, Userid } from "./columns.js";

export const UNIT_KINDS = [
  "secretariat",
  "publicity",
  "dataCentre",
  "generalOffice",
  "discipline",
  "operating",
  "socialOrganisation",
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** A department or unit (部门、单位) of the organisation. */
@Entity("unit")
export class Unit {
  @PrimaryKey(64) id!: string;
  @Key(120) name!: string;
  @Key(24) kind!: UnitKind;
  /** null: not linked to a WeCom department */
  @Int({ nullable: true }) wecomDepartmentId!: number | null;
  /** 主要负责同志; null: vacant */
  @Userid({ nullable: true }) headUserid!: string | null;
  /** 分管领导; null: none named */
  @Userid({ nullable: true }) leaderInChargeUserid!: string | null;
}
