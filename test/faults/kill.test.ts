import { expect } from "chai";
import { Program } from "./program.js";

describe("article 11 › the program is killed at the worst moment", function () {
  this.timeout(90_000);
  let program: Program;
  before(async () => {
    program = await Program.open();
  });
  after(() => program.close());

  it("between a decision and its cards: every card arrives once after the restart, and nothing is decided twice", async () => {
    await program.submit("断电之前");
    const card = await program.card("first.1", "初审：断电之前");
    program.sandbox.faults.down = true;
    const { reply } = await program.sandbox.press("first.1", card.taskId ?? "", "pass");
    expect(JSON.stringify(reply)).to.contain("已由 初审负责人甲岗");
    await program.kill();
    expect(program.cards("second.1", "二审：断电之前")).to.have.length(0);

    program.sandbox.faults.down = false;
    await program.start();
    await program.card("second.1", "二审：断电之前");
    await program.card("second.2", "二审：断电之前");
    await program.card("ed.1", "初审已通过：断电之前");
    await program.sandbox.press("first.1", card.taskId ?? "", "pass").catch(() => undefined);
    for (const [userid, words] of [
      ["second.1", "二审："],
      ["second.2", "二审："],
      ["ed.1", "初审已通过："],
    ] as const) {
      expect(program.cards(userid, `${words}断电之前`), userid).to.have.length(1);
    }
    expect((await program.card("first.2", "初审：断电之前")).card).to.have.property("replace_text");
  });

  it("while WeCom took a message but its answer was lost: nobody gets the card twice", async () => {
    program.sandbox.faults.lostAnswers = 2;
    await program.submit("应答丢失");
    await program.card("first.1", "初审：应答丢失");
    await program.kill();
    program.sandbox.faults.lostAnswers = 0;
    await program.start();
    const { taskId } = await program.card("first.1", "初审：应答丢失");
    await program.sandbox.press("first.1", taskId ?? "", "pass");
    await program.card("second.1", "二审：应答丢失");
    expect(program.cards("first.1", "初审：应答丢失")).to.have.length(1);
    expect(program.cards("first.2", "初审：应答丢失")).to.have.length(1);
  });

  it("and the record is whole, and stopping politely takes less than five seconds", async () => {
    // 0: every step of stopping came to its end; the program ends itself with 1 when they have not within five seconds
    expect(await program.stop()).to.equal(0);
    const { code, said } = await program.verify();
    expect(said).to.contain("记录链完整");
    expect(code).to.equal(0);
  });
});
