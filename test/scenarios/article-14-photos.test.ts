import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import sharp, { type Sharp } from "sharp";
import { Livestream } from "../../entities/livestream.js";
import { PatrolSummary } from "../../entities/patrol-summary.js";
import { StoredFile } from "../../entities/stored-file.js";
import { newId } from "../../server/kernel/ids.js";
import type { CheckInAnswer, FileView, LiveBoard, LivestreamView, Problem } from "../../server/http/contract.js";
import type { Desk } from "../support/desk.js";
import { HURRIED, openPatrolled, patrolled, tap } from "../support/livestreams.js";
import { secondProgram } from "../support/second-program.js";

/** A picture with a place in it, standing on its side as phones take them. */
const phonePhoto = (background = "#2e6be6"): Promise<Buffer> =>
  sharp({ create: { width: 1600, height: 1200, channels: 3, background } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: "Phone" }, IFD3: { GPSLatitude: "23/1 7/1 0/1", GPSLatitudeRef: "N" } })
    .jpeg()
    .toBuffer();

/** Like a JPEG to whoever looks at its segments; there is no picture in it. */
const hollow = Buffer.from("ffd8ffda0008010100003f001234ffd9", "hex");

describe("article 14 › photos of a patrol", function () {
  this.timeout(60_000);
  let desk: Desk;
  let id: string;
  beforeEach(async () => {
    ({ desk, id } = await openPatrolled());
    await desk.to("2026-12-04T14:30:00+08:00");
    for (const userid of ["ed.2", "office.1", "pub.1", "school.ed"]) desk.logOut(userid);
  });
  afterEach(() => desk.close());

  const upload = async (bytes: Buffer, place?: "keep"): Promise<FileView> => {
    const form = new FormData();
    if (place) form.append("place", place);
    form.append("file", new Blob([new Uint8Array(bytes)]), "现场.jpg");
    const headers = { Authorization: `Bearer ${await desk.token("ed.2")}` };
    const answer = await fetch(`${desk.url}/api/livestreams/${id}/photos`, { method: "POST", body: form, headers });
    expect(answer.status).to.equal(201);
    return (await answer.json()) as FileView;
  };
  const opened = async (address: string | null): Promise<{ bytes: Buffer; type: string | null }> => {
    const answer = await fetch(`${desk.url}${address ?? ""}`);
    expect(answer.status).to.equal(200);
    return { bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get("content-type") };
  };
  const stored = (): string[] => readdirSync(join(desk.database.folder, "files"), { recursive: true }).map(String).sort();

  it("R14-08 the board has a small picture of each photo: upright, without its place whatever the person kept, made once", async () => {
    const photo = await phonePhoto();
    const file = await upload(photo, "keep");
    await desk.as("ed.2").post(`/api/livestreams/${id}/check-ins`, tap("arrival", desk.services.clock.now(), { files: [file.id] }), 201);
    const [shown] = (await desk.as("pub.1").get<LiveBoard>(`/api/livestreams/${id}/board`)).checkIns[0]?.files ?? [];
    const [one, two] = await Promise.all([opened(shown?.thumbnail ?? null), opened(shown?.thumbnail ?? null)]);
    expect(one.bytes.equals(two.bytes)).to.equal(true);
    expect(one.type).to.equal("image/jpeg");
    const { width, height, exif, orientation } = await sharp(one.bytes).metadata();
    expect({ width, height, exif, orientation }).to.deep.equal({ width: 360, height: 480, exif: undefined, orientation: undefined });
    expect((await sharp((await opened(shown?.url ?? null)).bytes).metadata()).exif).to.not.equal(undefined);
    expect(stored().filter((name) => name.endsWith(".small"))).to.have.length(1);
  });

  it("R14-08 a picture that is none inside, or claims to be gigantic, is shown as it came, and nothing breaks", async () => {
    const bomb = async (draw: Sharp): Promise<Buffer> => draw.png({ compressionLevel: 9 }).toBuffer();
    const gigantic = await bomb(sharp({ create: { width: 12_000, height: 9000, channels: 3, background: "#ffffff" } }));
    for (const bytes of [hollow, gigantic]) {
      const file = await upload(bytes);
      for (const time of ["first", "again"]) {
        const { bytes: got } = await opened(file.thumbnail);
        expect(got.equals(bytes), time).to.equal(true);
      }
    }
    expect((await opened((await upload(await phonePhoto())).thumbnail)).bytes.length).to.be.lessThan(20_000);
  });

  it("R14-08 a link opens what it was made for and nothing else, and only for a short while", async () => {
    const file = await upload(await phonePhoto());
    const refused = async (address: string): Promise<string> => {
      const answer = await fetch(`${desk.url}${address}`);
      return `${answer.status} ${((await answer.json()) as Problem).code}`;
    };
    const [small, whole] = [file.thumbnail ?? "", file.url];
    expect(await refused(small.replace("/thumbnail", ""))).to.equal("403 files.link-over");
    expect(await refused(whole.replace("?", "/thumbnail?"))).to.equal("403 files.link-over");
    const until = Number(new URL(small, desk.url).searchParams.get("until"));
    expect(await refused(small.replace(String(until), String(until + 3_600_000)))).to.equal("403 files.link-over");
    const document = new FormData();
    document.append("file", new Blob(["%PDF-1.7 方案"]), "方案.pdf");
    const headers = { Authorization: `Bearer ${await desk.token("ed.2")}` };
    const answer = await fetch(`${desk.url}/api/files`, { method: "POST", body: document, headers });
    expect(((await answer.json()) as FileView).thumbnail).to.equal(null);
  });

  /** On the air and over, with a photo at the start and another at the end, and summed up so many years ago. */
  const summedUp = async (years: number): Promise<{ start: FileView; end: FileView }> => {
    const [start, end] = [await upload(await phonePhoto()), await upload(await phonePhoto("#dc2626"))];
    const checksIn = (kind: "start" | "end", extra: object) =>
      desk
        .as("ed.2")
        .post<CheckInAnswer>(`/api/livestreams/${id}/check-ins`, tap(kind, desk.services.clock.now(), { note: null, ...extra }), 201);
    await desk.to("2026-12-04T15:00:00+08:00");
    const found = { finding: "remind", party: "content", words: "背景板反光" };
    await checksIn("start", { files: [start.id] });
    await checksIn("end", { files: [end.id], ...found });
    await desk.as("ed.2").post(`/api/livestreams/${id}/summary`, { words: "总体正常", followUps: [] });
    await desk.news();
    const submittedAt = new Date(desk.services.clock.now());
    submittedAt.setUTCFullYear(submittedAt.getUTCFullYear() - years);
    await desk.services.uow.run((tx) => tx.update(PatrolSummary, { livestreamId: id }, { submittedAt }));
    return { start, end };
  };
  const photosNow = async (): Promise<FileView[]> => {
    desk.logOut("pub.1");
    return (await desk.as("pub.1").get<LiveBoard>(`/api/livestreams/${id}/board`)).checkIns.flatMap(({ files }) => files);
  };

  it("R26-05 three years after the summary the photos go, by two programs at once and however often; hash and fact stay", async () => {
    const { start, end } = await summedUp(3);
    await opened(start.thumbnail);
    const other = await secondProgram(desk);
    const both = [desk.services.photoClearing, other.photoClearing];
    // two programs at the same moment are MySQL's; a SQLite file has one
    if (desk.database.engine === "mysql") await Promise.all(both.map((clearing) => clearing.run()));
    else for (const clearing of both) await clearing.run();
    await desk.services.photoClearing.run();
    await other.close();
    expect(stored()).to.deep.equal([start.sha256.slice(0, 2), end.sha256.slice(0, 2)].sort());
    const photos = await photosNow();
    expect(photos.map(({ removedAt, thumbnail }) => [removedAt?.slice(0, 10), thumbnail])).to.deep.equal([
      ["2026-12-04", null],
      ["2026-12-04", null],
    ]);
    expect(photos.map(({ sha256 }) => sha256).sort()).to.deep.equal([start.sha256, end.sha256].sort());
    const answer = await fetch(`${desk.url}${start.url}`);
    expect(((await answer.json()) as Problem).detail).to.contain("已按保存期限清除");
    const { timeline } = await desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
    expect(timeline.filter(({ sentence }) => sentence.includes("清除")).map(({ sentence }) => sentence)).to.deep.equal([
      "已按保存期限清除打卡照片 2 张，保留校验值",
    ]);
    expect(await desk.news()).to.deep.equal({});
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R26-05 nothing goes before its term, nor what an incident refers to, nor bytes that somebody else stored as well", async () => {
    const { start, end } = await summedUp(2);
    await desk.services.photoClearing.run();
    expect((await photosNow()).map(({ removedAt }) => removedAt)).to.deep.equal([null, null]);
    const [finding] = (await desk.as("ed.2").get<LiveBoard>(`/api/livestreams/${id}/board`)).findings;
    await desk.as("ed.2").post(`/api/livestreams/${id}/findings/${finding?.id ?? ""}/incident`, undefined, 201);
    await desk.news();
    const again = await upload(await phonePhoto());
    expect(again.sha256).to.equal(start.sha256);
    const submittedAt = new Date("2023-11-01T00:00:00.000Z");
    await desk.services.uow.run((tx) => tx.update(PatrolSummary, { livestreamId: id }, { submittedAt }));
    await desk.services.photoClearing.run();
    const removed = (await photosNow()).map(({ id: photo, removedAt }) => [photo, removedAt !== null]);
    expect(Object.fromEntries(removed)).to.deep.equal({ [start.id]: true, [end.id]: false });
    await opened(end.url);
    await opened(again.url);
  });

  it("R26-05 a photo on the check-ins of two livestreams stays until the later term is over", async () => {
    const { start } = await summedUp(3);
    for (const userid of ["school.ed", "school.head", "media.head", "pub.1", "ed.2", "office.1", "disc.1", "data.1"]) desk.logOut(userid);
    const other = await patrolled(desk, "2026-12-05T15:00", HURRIED);
    await desk.to("2026-12-05T14:30:00+08:00");
    for (const userid of ["ed.2", "pub.1"]) desk.logOut(userid);
    await desk
      .as("ed.2")
      .post(`/api/livestreams/${other.id}/check-ins`, tap("arrival", desk.services.clock.now(), { files: [start.id] }), 201);
    const cleared = async (): Promise<boolean> =>
      (await photosNow()).some(({ id: photo, removedAt }) => photo === start.id && removedAt !== null);
    await desk.services.photoClearing.run();
    expect(await cleared()).to.equal(false);
    const [summary] = await desk.services.uow.read((tx) => tx.findBy(PatrolSummary, { livestreamId: id }));
    await desk.services.uow.run((tx) =>
      tx.insert(PatrolSummary, { ...summary, ...{ id: newId(), livestreamId: other.id, photosClearedAt: null } }),
    );
    await desk.services.photoClearing.run();
    expect(await cleared()).to.equal(true);
    await desk.services.photoClearing.run();
  });

  for (const [how, act] of [
    ["cancelled", () => desk.as("school.ed").post(`/api/livestreams/${id}/cancellation`, { reason: "活动取消" })],
    ["never begun and never closed", () => Promise.resolve()],
  ] as const)
    it(`R26-05 the photos of a livestream that was ${how} have their term as well, without a summary`, async () => {
      const file = await upload(await phonePhoto());
      await desk.as("ed.2").post(`/api/livestreams/${id}/check-ins`, tap("arrival", desk.services.clock.now(), { files: [file.id] }), 201);
      await act();
      const over = (years: number) => {
        const moment = new Date(`${2026 - years}-12-04T06:00:00.000Z`);
        return desk.services.uow.run((tx) => tx.update(Livestream, { id }, { updatedAt: moment, endAt: moment }));
      };
      const gone = async (): Promise<boolean> => (await photosNow()).every(({ removedAt }) => removedAt !== null);
      await over(2);
      await desk.services.photoClearing.run();
      expect(await gone()).to.equal(false);
      await over(3);
      for (const time of ["first", "again"]) {
        await desk.services.photoClearing.run();
        expect(await gone(), time).to.equal(true);
      }
      expect(stored()).to.deep.equal([file.sha256.slice(0, 2)]);
      const { timeline } = await desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
      expect(timeline.filter(({ action }) => action === "livestream.photos-cleared")).to.have.length(1);
      await desk.news();
    });

  it("R26-05 a photo that came with no check-in goes a week after it was uploaded, told once; one that did stays", async () => {
    const [used, unused] = [await upload(await phonePhoto()), await upload(await phonePhoto("#dc2626"))];
    const checksIn = (file: FileView, status: number) =>
      desk
        .as("ed.2")
        .post<Problem>(`/api/livestreams/${id}/check-ins`, tap("arrival", desk.services.clock.now(), { files: [file.id] }), status);
    await checksIn(used, 201);
    await desk.news();
    const uploaded = (daysAgo: number) =>
      desk.services.uow.run((tx) =>
        tx.update(StoredFile, { livestreamId: id }, { uploadedAt: new Date(desk.services.clock.now().getTime() - daysAgo * 86_400_000) }),
      );
    await uploaded(6);
    await desk.services.photoClearing.run();
    await opened(unused.url);
    await uploaded(7);
    for (const time of ["first", "again"]) {
      await desk.services.photoClearing.run();
      const gone = await fetch(`${desk.url}${unused.url}`);
      expect(((await gone.json()) as Problem).code, time).to.equal("files.cleared");
    }
    await opened(used.url);
    expect((await checksIn(unused, 422)).code).to.equal("livestream.photo-unknown");
    const { timeline } = await desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
    expect(timeline.flatMap(({ sentence }) => (sentence.includes("清除") ? [sentence] : []))).to.deep.equal([
      "已按保存期限清除未随打卡提交的照片 1 张，保留校验值",
    ]);
    expect(await desk.news()).to.deep.equal({});
  });
});
