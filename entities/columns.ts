import { Column, PrimaryColumn, type ColumnOptions } from "typeorm";

/**
 * The only place that knows how a kind of value is stored, so that SQLite, MariaDB and MySQL agree.
 * Every instant is UTC, set by our Clock, whole milliseconds; days are text; keys are compared byte by byte (utf8mb4_bin on MySQL).
 * A column that holds members' userids is declared with `Userid`, `UseridKey` or `Userids`: whoever is given another in WeCom is renamed in all of them.
 */
type Extra = Pick<ColumnOptions, "nullable">;

/** A UUID v7 made by us. */
export const Id = (): PropertyDecorator => PrimaryColumn({ type: "varchar", length: 36 });
/** A primary key that is not a UUID of ours. */
export const PrimaryKey = (length: number): PropertyDecorator => PrimaryColumn({ type: "varchar", length });
/** A reference to a row with an `Id`. */
export const Ref = (extra: Extra = {}): PropertyDecorator => Column({ type: "varchar", length: 36, ...extra });
/** A short text that is compared or looked up: ids from outside, closed sets, hashes. */
export const Key = (length: number, extra: Extra = {}): PropertyDecorator => Column({ type: "varchar", length, ...extra });
/** Free text up to 64 KB. */
export const Text = (extra: Extra = {}): PropertyDecorator => Column({ type: "text", ...extra });
/** A moment, UTC. */
export const Instant = (extra: Extra = {}): PropertyDecorator => Column({ type: "datetime", precision: 3, ...extra });
/** A local day in Asia/Shanghai, YYYY-MM-DD. */
export const LocalDay = (extra: Extra = {}): PropertyDecorator => Column({ type: "varchar", length: 10, ...extra });
/** A whole number within ±2^31. */
export const Int = (extra: Extra = {}): PropertyDecorator => Column({ type: "int", ...extra });
/** Yes or no. */
export const Flag = (extra: Extra = {}): PropertyDecorator => Column({ type: "boolean", ...extra });
/** A structure that is shown but never hashed after reading back. */
export const Json = (extra: Extra = {}): PropertyDecorator => Column({ type: "json", ...extra });

/** `one`: the column is a userid; `within`: JSON that has userids somewhere in it. */
export type HoldsUserids = "one" | "within";

const holding = new Map<unknown, Map<string, HoldsUserids>>();

const held =
  (how: HoldsUserids, column: PropertyDecorator): PropertyDecorator =>
  (target, name) => {
    const columns = holding.get(target.constructor) ?? new Map<string, HoldsUserids>();
    holding.set(target.constructor, columns.set(String(name), how));
    column(target, name);
  };

/** A member's userid; 80 wide where it may be `system:<component>` as well. */
export const Userid = ({ length = 64, ...extra }: Extra & { length?: number } = {}): PropertyDecorator => held("one", Key(length, extra));
/** A primary key that is a member's userid. */
export const UseridKey = (): PropertyDecorator => held("one", PrimaryKey(64));
/** A structure that has members' userids in it, each as a text of its own. */
export const Userids = (extra: Extra = {}): PropertyDecorator => held("within", Json(extra));

/** The columns of an entity that hold members' userids, by property. */
export const useridColumns = (entity: unknown): ReadonlyMap<string, HoldsUserids> => holding.get(entity) ?? new Map();
