import { request, type ClientRequest } from "node:http";
import { createRequire } from "node:module";
import { expect } from "chai";
import mysql from "mysql2/promise";
import { Program } from "../faults/program.js";
import { readerOf, type Row } from "../faults/rows.js";
import { freshDatabase } from "../support/database.js";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps everybody else from writing until the function it returns is called: what they do meanwhile is slow. */
const holdUp = async (url: string): Promise<() => Promise<void>> => {
  if (url.startsWith("sqlite:")) {
    const Database = createRequire(import.meta.url)("better-sqlite3") as new (path: string) => { exec(text: string): void; close(): void };
    const database = new Database(url.slice("sqlite:".length));
    database.exec("BEGIN IMMEDIATE");
    return () => Promise.resolve(database.close());
  }
  const connection = await mysql.createConnection({ uri: url });
  await connection.query("START TRANSACTION");
  await connection.query("SELECT * FROM audit_head FOR UPDATE");
  return () => connection.end();
};

interface Half {
  /** sends the rest; resolves with the status of the answer */
  finish(): Promise<number>;
  call: ClientRequest;
}

describe("article 11 › the program is stopped while people work", function () {
  this.timeout(90_000);
  let program: Program;
  beforeEach(async () => {
    program = await Program.open({ database: await freshDatabase() });
  });
  afterEach(() => program.close());

  const rows = async (text: string): Promise<Row[]> => {
    const reader = await readerOf(program.database.url);
    return reader.all(text).finally(() => reader.close());
  };

  /** A write whose first half has arrived. */
  const halfSent = async (title: string): Promise<Half> => {
    const plannedAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const draft = { accountId: "wx-main", title, body: "正文", category: "normal", urgency: "normal", plannedAt, notClassified: true };
    const body = JSON.stringify(draft);
    const headers = {
      Authorization: `Bearer ${await program.token("ed.1")}`,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
    };
    const call = request(`${program.url}/api/drafts`, { method: "POST", headers });
    const answered = new Promise<number>((resolve, reject) => {
      call.once("response", (answer) => resolve(answer.resume().statusCode ?? 0));
      call.once("error", reject);
    });
    answered.catch(() => undefined);
    call.write(body.slice(0, 20));
    await pause(100);
    return {
      call,
      finish: () => {
        call.end(body.slice(20));
        return answered;
      },
    };
  };

  it("answers the tap and the write it has in hand, settles the message in hand and gives the others back", async () => {
    await program.submit("停机之前");
    const card = await program.card("first.1", "初审：停机之前");
    const half = await halfSent("写到一半");
    program.sandbox.faults.slowMs = 800;
    for (let number = 1; number <= 4; number += 1) await program.submit(`排队${number}号`);
    await pause(900);
    const release = await holdUp(program.database.url);
    const tap = program.sandbox.press("first.1", card.taskId ?? "", "pass");
    await pause(200);
    const ended = program.stop();
    await pause(300);
    await release();
    const { status, reply } = await tap;
    expect(status).to.equal(200);
    expect(JSON.stringify(reply)).to.contain("已由 初审负责人甲岗");
    expect(await half.finish()).to.equal(201);
    expect(await ended).to.equal(0);

    expect(await rows("SELECT id FROM outbox_message WHERE owner IS NOT NULL OR state = 'sending'")).to.deep.equal([]);
    expect(await rows("SELECT dedupeKey FROM inbox_event WHERE state <> 'done'")).to.deep.equal([]);
    program.sandbox.faults.slowMs = 0;
    await program.start();
    await program.card("second.1", "二审：停机之前");
    for (let number = 1; number <= 4; number += 1) {
      await program.card("first.1", `初审：排队${number}号`);
      expect(program.cards("first.1", `初审：排队${number}号`)).to.have.length(1);
    }
    expect((await program.verify()).code).to.equal(0);
  });

  it("gives its messages back though WeCom is silent, and waits for nobody who never ends a request", async () => {
    await program.submit("开学第一课");
    const card = await program.card("first.1", "初审：开学第一课");
    const half = await halfSent("永远写不完");
    program.sandbox.faults.slowMs = 9000;
    // one act owes several messages, which are in the air together; of one person's own only the first is
    await program.sandbox.press("first.1", card.taskId ?? "", "pass");
    for (let number = 1; number <= 3; number += 1) await program.submit(`排队${number}号`);
    await pause(300);
    expect(await program.stop()).to.equal(0);
    expect(await half.finish().catch(() => "cut off")).to.equal("cut off");
    const waiting = await rows("SELECT state, COUNT(*) AS n FROM outbox_message WHERE state <> 'sent' GROUP BY state ORDER BY state");
    // what is in the air may have arrived: it comes back with its lease, and WeCom knows it again
    expect(waiting.map(({ state, n }) => [state, Number(n)])).to.deep.equal([
      ["pending", 2],
      ["sending", 4],
    ]);
  });
});
