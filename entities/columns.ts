import { Column, PrimaryColumn, type ColumnOptions } from "typeorm";

/**
 * The only place that knows how a kind of value is stored, so that SQLite, MariaDB and MySQL agree.
 * Every instant is UTC, set by our Clock, whole milliseconds; days are text; keys are compared byte by byte (utf8mb4_bin on MySQL).
 * A column that holds a member's userid is called `userid` or `…Userid`: whoever is given another in WeCom is renamed in all of them.
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
