import type { CheckInInput, CheckInKind, LivestreamView, Problem } from "../../server/http/contract.js";
import { Desk } from "./desk.js";

/** An application of 学校部 for the account of 新媒体团队, in the office; `at` is the local day and time of its start, it lasts an hour. */
export const application = (at: string, extra: object = {}): object => ({
  title: "五四云课堂",
  accountId: "wx-main",
  initiatingUnitId: "school",
  startAt: `${at}:00+08:00`,
  endAt: new Date(Date.parse(`${at}:00+08:00`) + 3_600_000).toISOString(),
  venue: { inOffice: true, officeEquipment: true },
  host: "主持人",
  onSite: "school.first",
  commentControl: "first.1",
  stopButton: "second.1",
  contingency: "断流时切换备用线路，出现不当言论立即停播。",
  ...extra,
});

/** The application as school.ed hands it in. */
export const applied = (desk: Desk, at: string, extra: object = {}): Promise<LivestreamView> =>
  desk.as("school.ed").post<LivestreamView>("/api/livestreams", application(at, extra), 201);

/** What is refused about an application. */
export const refusedApplication = (desk: Desk, at: string, extra: object, status = 422): Promise<Problem> =>
  desk.as("school.ed").post<Problem>("/api/livestreams", application(at, extra), status);

/** Applied for, agreed to by both heads and filed; the news of it are taken. */
export const filed = async (desk: Desk, at: string, extra: object = {}): Promise<LivestreamView> => {
  const { id } = await applied(desk, at, extra);
  await desk.as("school.head").post(`/api/livestreams/${id}/agreement`, { for: "initiating" });
  await desk.as("media.head").post(`/api/livestreams/${id}/agreement`, { for: "operating" });
  const view = await desk.as("pub.1").post<LivestreamView>(`/api/livestreams/${id}/filing`, { decision: "file" });
  await desk.news();
  return view;
};

/** Filed, with a team that has accepted and is trained: ed.2 leads, office.1 is a member, disc.1 the reserve; the news of it are taken. */
export const patrolled = async (desk: Desk, at: string, extra: object = {}): Promise<LivestreamView> => {
  const { id } = await filed(desk, at, extra);
  const path = `/api/livestreams/${id}`;
  await desk.as("pub.1").post(`${path}/patrol`, { members: ["ed.2", "office.1"], lead: "ed.2", reserve: "disc.1" });
  for (const userid of ["ed.2", "office.1", "disc.1"]) await desk.as(userid).post(`${path}/patrol/acceptance`, {});
  const view = await desk.as("data.1").post<LivestreamView>(`${path}/training`, { members: ["ed.2", "office.1", "disc.1"] });
  await desk.news();
  return view;
};

/** Handed in late, and without a script. */
export const HURRIED = { lateReason: "临时增加", scriptDraftId: null };

/** A desk on 3 December with a livestream of the next day, 15:00 to 16:00, patrolled. */
export const openPatrolled = async (opening: Partial<Parameters<typeof Desk.open>[0]> = {}): Promise<{ desk: Desk; id: string }> => {
  const desk = await Desk.open({ at: "2026-12-03T10:00:00+08:00", ...opening });
  const { id } = await patrolled(desk, "2026-12-04T15:00", HURRIED);
  return { desk, id };
};

let made = 0;

/** A check-in as a phone sends it at once; `at` is the moment of the desk's clock. */
export const tap = (kind: CheckInKind, at: Date, extra: object = {}): CheckInInput => ({
  clientId: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, "0")}`,
  kind,
  deviceAt: at.toISOString(),
  sentAt: at.toISOString(),
  ...(kind === "start" || kind === "end" ? { note: "拍不了照片" } : {}),
  ...extra,
});
