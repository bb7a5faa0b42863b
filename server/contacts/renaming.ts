import { AuditEntry } from "../../entities/audit-entry.js";
import { FormerUserid } from "../../entities/contacts.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** The record and what WeCom told keep the userid as of then. */
const AS_OF_THEN: readonly unknown[] = [AuditEntry, InboxEvent, FormerUserid];
/** A column holds a userid where its name says so; two are named for what the person did. */
const ONE = /^(userid|.*Userid|onBehalfOf|closedBy)$/;
/** The same for JSON that holds them. */
const WITHIN = /^(userids|.*Userids|editors|particulars)$/;

/**
 * Puts a new userid wherever the old one stands, so that what somebody wrote, decided and owes stays theirs: rules that compare people (no own
 * work, no two levels) hold across the change. Other columns that hold a userid must be called so; a test seeks the old one in every table.
 */
export const renamed = async (tx: Tx, from: string, to: string, changedAt: Date): Promise<void> => {
  for (const metadata of tx.dataSource.entityMetadatas) {
    if (AS_OF_THEN.includes(metadata.target)) continue;
    const table = tx.dataSource.driver.escape(metadata.tableName);
    for (const column of metadata.columns) {
      const name = tx.dataSource.driver.escape(column.databaseName);
      if (ONE.test(column.propertyName)) await tx.query(`UPDATE ${table} SET ${name} = ? WHERE ${name} = ?`, [to, from]);
      if (column.type === "json" && WITHIN.test(column.propertyName))
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
