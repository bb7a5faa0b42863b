import { expect } from "chai";
import { DUTIES, DUTY_NAMES } from "../../server/regulation/duties.js";
import { Desk } from "../support/desk.js";

/** Conditions that are asked at other acts; nobody owes them by themselves. */
const GATES_ONLY = ["reviewBeforePublish", "editorQualifies", "reportEvent"];

describe("the rule and the program › every duty that has arrived", () => {
  it("is served by a domain, and no domain serves one that has not", async () => {
    const desk = await Desk.open();
    const arrived = DUTY_NAMES.filter((name) => DUTIES[name].arrives === undefined && !GATES_ONLY.includes(name));
    expect(desk.services.duties.served.filter((name) => name in DUTIES).sort()).to.deep.equal([...arrived].sort());
    await desk.close();
  });
});
