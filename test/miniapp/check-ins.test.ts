import { expect } from "chai";
import type { CheckInAnswer, CheckInInput, ExpectedCheckInView, FileView } from "../../server/http/contract.js";
import { checkInQueue, type CheckInDoor } from "../../miniapp/services/check-in-queue.js";
import { offline, refusal } from "../../miniapp/services/trouble.js";
import { comingNext, countdownText, owedNow, standOf } from "../../miniapp/words/check-ins.js";

const at = (clock: string): string => `2026-12-04T${clock}:00.000+08:00`;
const ms = (clock: string): number => Date.parse(at(clock));
const expected = (kind: ExpectedCheckInView["kind"], clock: string, extra: Partial<ExpectedCheckInView> = {}): ExpectedCheckInView => ({
  ...{ id: `${kind} ${clock}`, kind, round: 0, title: kind, at: at(clock), state: "expected", missedAt: null, checkIn: null },
  ...extra,
});

describe("check-ins on the phone", () => {
  const plan = [expected("arrival", "14:30"), expected("start", "15:00"), expected("round", "15:20"), expected("end", "16:00")];
  const none = new Set<string>();

  it("R14-08 the large button is for the latest check-in that can be tapped and was not", () => {
    expect(owedNow(plan, none, ms("13:29"))).to.equal(null);
    expect(owedNow(plan, none, ms("13:30"))?.kind).to.equal("arrival");
    expect(owedNow(plan, none, ms("15:09"))?.kind).to.equal("start");
    expect(owedNow(plan, none, ms("15:10"))?.kind).to.equal("round");
    expect(owedNow(plan, new Set(["round 15:20"]), ms("15:12"))?.kind).to.equal("start");
    expect(comingNext(plan, none, ms("15:21"))?.kind).to.equal("end");
    expect(countdownText(at("15:20"), ms("15:17"))).to.equal("还有 3 分 00 秒");
    expect(countdownText(at("15:20"), ms("15:22"))).to.equal("已过 2 分 00 秒");
    expect(standOf(expected("round", "15:20", { state: "missed" }), ms("15:30")).text).to.equal("漏打卡");
  });

  it("R14-08 what is tapped offline waits on the phone, goes out in order, once, and says the same when it is sent again", async () => {
    let stored: unknown = null;
    const queue = checkInQueue({ read: () => structuredClone(stored), keep: (waiting) => (stored = structuredClone(waiting)) });
    const input = (clientId: string): Omit<CheckInInput, "sentAt"> => ({ clientId, kind: "round", note: null, deviceAt: at("15:20") });
    queue.add(input("a"), [{ name: "照片.jpg", source: "a", bytes: 1 }]);
    queue.add(input("b"), []);
    queue.add(input("c"), []);
    const sent: CheckInInput[] = [];
    let [uploads, network] = [0, false];
    const door: CheckInDoor = {
      upload: () => Promise.resolve({ id: `photo ${(uploads += 1)}` } as FileView),
      send: (said) => {
        sent.push(said);
        if (!network) return Promise.reject(offline());
        if (said.clientId === "b") return Promise.reject(refusal(409, { code: "livestream.ended", detail: "已下播", status: 409 }));
        return Promise.resolve({} as CheckInAnswer);
      },
    };
    const now = (): Date => new Date(ms("15:45"));
    await queue.sendAll(door, now);
    expect(queue.all()).to.have.length(3);
    network = true;
    await queue.sendAll(door, now);
    expect(sent.map(({ clientId }) => clientId)).to.deep.equal(["a", "a", "b", "c"]);
    expect(sent[0]).to.deep.equal(sent[1]);
    expect(uploads).to.equal(1);
    expect(queue.all().map(({ input: { clientId }, refusal: why }) => `${clientId} ${why ?? ""}`)).to.deep.equal(["b 已下播"]);
    expect(await queue.sendAll(door, now)).to.equal(null);
    queue.drop("b");
    expect(queue.all()).to.deep.equal([]);
  });
});
