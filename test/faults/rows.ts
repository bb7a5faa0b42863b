import { createRequire } from "node:module";
import mysql from "mysql2/promise";

export type Row = Record<string, unknown>;

/** Reads tables past the program, by the bare driver. */
export interface Reader {
  all(text: string): Promise<Row[]>;
  close(): Promise<void>;
}

interface Embedded {
  prepare(text: string): { all(): Row[] };
  close(): void;
}

/** Opens a database for reading while the program runs. */
export const readerOf = async (address: string): Promise<Reader> => {
  if (address.startsWith("sqlite:")) {
    const Database = createRequire(import.meta.url)("better-sqlite3") as new (path: string, options: object) => Embedded;
    const database = new Database(address.slice("sqlite:".length), { readonly: true });
    return { all: (text) => Promise.resolve(database.prepare(text).all()), close: () => Promise.resolve(database.close()) };
  }
  const pool = mysql.createPool({ uri: address, connectionLimit: 1, timezone: "Z" });
  return { all: async (text) => (await pool.query(text))[0] as Row[], close: () => pool.end() };
};
