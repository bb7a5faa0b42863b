import { useridColumns } from "../../entities/columns.js";
import { FormerUserid } from "../../entities/contacts.js";
import { insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

/**
 * Puts a new userid wherever the old one stands, so that what somebody wrote, decided and owes stays theirs: rules that compare people (no own
 * work, no two levels) hold across the change. The entities declare where that is; the record and what WeCom told declare nothing and keep the userid
 * as of then.
 */
export const renamed = async (tx: Tx, from: string, to: string, changedAt: Date): Promise<void> => {
  for (const metadata of tx.dataSource.entityMetadatas) {
    const table = tx.dataSource.driver.escape(metadata.tableName);
    for (const [property, how] of useridColumns(metadata.target)) {
      const name = tx.dataSource.driver.escape(metadata.findColumnWithPropertyName(property)?.databaseName ?? property);
      if (how === "one") await tx.query(`UPDATE ${table} SET ${name} = ? WHERE ${name} = ?`, [to, from]);
      else
        await tx.query(`UPDATE ${table} SET ${name} = REPLACE(${name}, ?, ?) WHERE ${name} LIKE ?`, [
          JSON.stringify(from),
          JSON.stringify(to),
          `%${JSON.stringify(from)}%`,
        ]);
    }
  }
  await unsent(tx, to);
  await tx.query("UPDATE former_userid SET userid = ? WHERE userid = ?", [to, from]);
  await insertRows(tx, FormerUserid, [{ former: from, userid: to, changedAt }]);
};

/** Bytes that name the old userid are made anew; WeCom never took them. */
const unsent = (tx: Tx, userid: string): Promise<unknown> =>
  tx.query(
    "UPDATE outbox_message SET body = NULL WHERE state = 'pending' AND id IN (SELECT messageId FROM recipient WHERE userid = ? AND state = 'waiting')",
    [userid],
  );

/** The userid is somebody else's from now on: WeCom gives one that is free again to whom it likes. */
export const givenAnew = (tx: Tx, userid: string): Promise<unknown> => tx.delete(FormerUserid, { former: userid });

/** By which userid somebody is known today who was known by this one; the same where it never changed. */
export const todaysUserid = async (tx: Tx, userid: string): Promise<string> =>
  (await rowWhere(tx, FormerUserid, { former: userid }))?.userid ?? userid;
