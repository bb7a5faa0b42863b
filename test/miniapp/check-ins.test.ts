import { expect } from "chai";
import type { BoardMember, CheckInAnswer, CheckInInput, ExpectedCheckInView, FileView } from "../../server/http/contract.js";
import type { ChosenFile, PhotoShelf } from "../../miniapp/platform/host.js";
import { checkInQueue, isLoose, type CheckInDoor, type QueueStore, type WaitingCheckIn } from "../../miniapp/services/check-in-queue.js";
import { offline, refusal } from "../../miniapp/services/trouble.js";
import {
  comingNext,
  countdownText,
  missedText,
  owedNow,
  silentLines,
  standOf,
  startOwed,
  waitingLines,
} from "../../miniapp/words/check-ins.js";

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

  it("R14-09 the board says above all who is missing now, and nobody who was replaced or heard of since", () => {
    const missed = expected("round", "15:20", { state: "missed", title: "第 1 轮巡查" });
    const member = (name: string, given: Partial<BoardMember> = {}): BoardMember => ({
      ...{
        person: { userid: name, name },
        unit: "",
        role: "member",
        trained: true,
        standsInFor: null,
        replacedBy: null,
        next: null,
        may: [],
      },
      ...{ expected: [expected("start", "15:00", { state: "done" }), missed, expected("end", "16:00")] },
      ...given,
    });
    const later = [missed, expected("round", "15:40", { state: "done" })];
    const replacedBy = { userid: "c", name: "丙" };
    expect(silentLines([member("甲"), member("乙", { expected: later }), member("丁", { replacedBy })])).to.deep.equal([
      "漏打卡：甲，15:20 第 1 轮巡查",
    ]);
    const start = expected("start", "15:00", { state: "missed" });
    const heard = [start, expected("round", "15:20", { state: "done" })];
    expect(startOwed(heard, none)?.kind).to.equal("start");
    expect(startOwed(heard, new Set([start.id])), "it waits on the phone").to.equal(null);
    expect(silentLines([member("甲", { expected: heard })])).to.deep.equal(["开播还没有打卡：甲，15:00，可以补打"]);
    expect(missedText([member("甲"), member("乙", { expected: heard })])).to.equal("漏打卡 2 次");
    expect(missedText([member("甲", { expected: [expected("arrival", "14:30", { state: "done" })] })])).to.equal(null);
  });

  describe("the queue", () => {
    let [stored, shelf, hasRoom] = [null as unknown, new Map<string, ChosenFile>(), true];
    const store: QueueStore = { read: () => structuredClone(stored), keep: (waiting) => (stored = structuredClone(waiting)) };
    const photoShelf: PhotoShelf = {
      keep(id, photo) {
        if (photo.bytes === 0) return Promise.resolve(null);
        if (!hasRoom) return Promise.reject(new Error("QuotaExceededError"));
        shelf.set(`kept ${id}`, photo);
        return Promise.resolve(`kept ${id}`);
      },
      find: (kept) => Promise.resolve(shelf.get(kept) ?? null),
      forget: (kept) => Promise.resolve(void shelf.delete(kept)),
    };
    const queue = checkInQueue(store, photoShelf);
    const input = (clientId: string, kind: CheckInInput["kind"] = "round"): WaitingCheckIn["input"] => ({
      ...{ clientId, kind, note: null, deviceAt: at("15:20") },
    });
    const photo = (name: string, bytes = 1): ChosenFile => ({ name, source: name, bytes });
    const now = (): Date => new Date(ms("15:45"));

    let network = true;
    let [uploads, sent] = [[] as string[], [] as CheckInInput[]];
    const door: CheckInDoor = {
      upload({ name }, keepsPlace) {
        if (!network) return Promise.reject(offline());
        uploads.push(keepsPlace ? `${name} with its place` : name);
        const broken = { code: "livestream.photo-broken", detail: "照片不完整", status: 422 };
        return name === "断.jpg" ? Promise.reject(refusal(422, broken)) : Promise.resolve({ id: `id of ${name}` } as FileView);
      },
      send(said) {
        sent.push(said);
        if (!network) return Promise.reject(offline());
        if (said.clientId === "b") return Promise.reject(refusal(409, { code: "livestream.ended", detail: "已下播", status: 409 }));
        return Promise.resolve({} as CheckInAnswer);
      },
    };
    beforeEach(() => {
      [stored, shelf, hasRoom, network, uploads, sent] = [null, new Map(), true, true, [], []];
    });

    it("R14-08 what is tapped offline waits on the phone with its photos, goes out in order, once, and says the same when it is sent again", async () => {
      network = false;
      await queue.add(input("a"), [photo("一.jpg"), photo("二.jpg")], true);
      await queue.add(input("b"), [], false);
      await queue.add(input("c"), [], false);
      await queue.sendAll(door, now);
      expect(queue.all()).to.have.length(3);
      expect([...shelf.values()].map(({ name }) => name)).to.deep.equal(["一.jpg", "二.jpg"]);
      network = true;
      const later = checkInQueue(store, photoShelf);
      await later.sendAll({ ...door, send: () => Promise.reject(offline()) }, now);
      await later.sendAll(door, now);
      expect(uploads).to.deep.equal(["一.jpg with its place", "二.jpg with its place"]);
      expect(sent.map(({ clientId, files }) => `${clientId} ${(files ?? []).join("、")}`)).to.deep.equal([
        "a id of 一.jpg、id of 二.jpg",
        "b ",
        "c ",
      ]);
      expect(shelf.size).to.equal(0);
      expect(waitingLines(queue.all())).to.deep.equal([{ clientId: "b", text: "15:20 巡查", reasons: ["没有收下：已下播"], done: "删去" }]);
      expect(await queue.sendAll(door, now)).to.equal(null);
      queue.drop("b");
      expect(queue.all()).to.deep.equal([]);
    });

    it("R14-08 a photo that the server or the phone cannot read leaves with its reason, and the check-in is made without it", async () => {
      await queue.add(input("a", "start"), [photo("一.jpg"), photo("断.jpg"), photo("空.jpg", 0)], false);
      await queue.sendAll(door, now);
      expect(sent.map(({ files, note }) => ({ files, note }))).to.deep.equal([{ files: ["id of 一.jpg"], note: "（2 张照片未能附上）" }]);
      const [line, ...others] = waitingLines(queue.all());
      expect(others).to.deep.equal([]);
      expect(line).to.deep.equal({
        ...{ clientId: "a", text: "15:20 开播，已打卡", done: "知道了" },
        reasons: ["照片「断.jpg」没有收下：照片不完整", "照片「空.jpg」没有收下：照片读不出来，请重新拍摄或选择"],
      });
      expect(shelf.size).to.equal(0);
      await queue.sendAll(door, now);
      expect(sent, "it is sent once").to.have.length(1);
    });

    it("R14-08 without room on the phone nothing is lost: the photo stays in hand, is shelved when there is room, and goes out", async () => {
      [network, hasRoom] = [false, false];
      await queue.add(input("a"), [photo("一.jpg")], false);
      expect(queue.all().some(isLoose), "the page says so").to.equal(true);
      hasRoom = true;
      await queue.sendAll(door, now);
      expect([queue.all().some(isLoose), shelf.size]).to.deep.equal([false, 1]);
      network = true;
      await queue.sendAll(door, now);
      expect(sent.at(-1)?.files).to.deep.equal(["id of 一.jpg"]);
      expect(queue.all()).to.deep.equal([]);
    });
  });
});
