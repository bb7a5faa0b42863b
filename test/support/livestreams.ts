import type { LivestreamView, Problem } from "../../server/http/contract.js";
import type { Desk } from "./desk.js";

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
