import type { DataSource } from "typeorm";

/** True for the embedded database (SQLite), which one process has to itself. */
export const isEmbedded = ({ options }: DataSource): boolean => options.type === "better-sqlite3";
