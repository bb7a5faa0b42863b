import { expect } from "chai";
import type { DataSource } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { useridColumns, type HoldsUserids } from "../../entities/columns.js";
import { renamed } from "../../server/contacts/renaming.js";
import { openDataSource } from "../../server/data-source.js";
import { insertRows } from "../../server/kernel/rows.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const OLD = "old.name";
const AT = new Date("2026-11-24T01:00:00Z");

/** Something that fits the column; where it holds userids, the old one. */
const filled = ({ type, length, propertyName }: ColumnMetadata, holds: HoldsUserids | undefined): unknown => {
  if (holds === "one") return OLD;
  if (holds === "within") return { of: [OLD, "somebody.else"], note: `${OLD}ly` };
  if (type === "int") return 1;
  if (type === "boolean") return true;
  if (type === "datetime") return AT;
  if (type === "json") return {};
  return propertyName.slice(0, Number(length) || 40);
};

describe("a changed userid (第18条)", () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it("is followed in every column of every table that is declared to hold one, and nowhere is anything else changed", async () => {
    const uow = new UnitOfWork(dataSource);
    const tables = dataSource.entityMetadatas.filter(({ target }) => useridColumns(target).size > 0);
    const read = (): Promise<unknown[][]> => uow.read((tx) => Promise.all(tables.map(({ target }) => tx.find(target))));
    await uow.run(async (tx) => {
      for (const { target, columns } of tables) {
        const held = useridColumns(target);
        const row = Object.fromEntries(columns.map((column) => [column.propertyName, filled(column, held.get(column.propertyName))]));
        await insertRows(tx, target, [row]);
      }
    });
    const before = JSON.stringify(await read());
    await uow.run((tx) => renamed(tx, OLD, "new.name", AT));
    const after = JSON.stringify(await read());
    expect(after).not.to.contain(`"${OLD}"`);
    expect(after).to.equal(before.replaceAll(`"${OLD}"`, '"new.name"'));
    expect(tables.length).to.be.greaterThan(20);
  });
});
