import { subjectPage } from "../words/places.js";
import { isReportDuty } from "../words/written-report.js";

const go = (path: string): void => void uni.navigateTo({ url: path });

/** Opens a page about the subject with this id. */
const opener =
  (page: string) =>
  (id: string): void =>
    go(`/pages/${page}/${page}?id=${encodeURIComponent(id)}`);

/** Opens the page that shows a subject of this type, e.g. the draft that a duty is about. */
export function openSubject(subject: { type: string; id: string }): void {
  const page = subjectPage(subject.type);
  if (page === null) say("请在电脑或更新后的小程序中打开这一项");
  else opener(page)(subject.id);
}

/** Opens a place of 更多. */
export const openPlace = (page: string): void => go(`/pages/${page}/${page}`);

/** Opens one incident. */
export const openIncident = opener("incident");

/** Opens the reports of an incident. */
export const openLeads = opener("leads");
/** Opens the result sheet of a rehearsal. */
export const openRehearsal = opener("rehearsal");
/** Opens the live board of a livestream. */
export const openLiveBoard = opener("live-board");

/** Opens the reader's own check-ins in a livestream. */
export const openCheckIn = opener("check-in");

/** Opens the written report of a duty, by the id of that duty's task or of one by which somebody is asked for their part in it. */
export const openReport = opener("written-report");

/** Opens 请示报告 of one incident. */
export const openUpwardReports = opener("upward-reports");

/** Opens where a task is done: a written report, the check-in whose minutes run, else the page of what it is about. */
export function openTask({ taskId, duty, subject }: { taskId: string; duty: string; subject: { type: string; id: string } }): void {
  if (isReportDuty(duty)) openReport(taskId);
  else if (duty === "patrolCheckIn") openCheckIn(subject.id);
  else openSubject(subject);
}

/** Opens one livestream. */
export const openLivestream = opener("livestream");

/** Opens 直播申请表: an empty one, or that of a livestream to be changed. */
export const openApplication = (id?: string): void =>
  go(`/pages/apply-livestream/apply-livestream${id === undefined ? "" : `?id=${encodeURIComponent(id)}`}`);

/** Opens the draft page. */
export const openDraft = opener("review");
export const openTimeline = opener("timeline");
export const openEditor = (id?: string): void =>
  void uni.navigateTo({ url: id === undefined ? "/pages/edit/edit" : `/pages/edit/edit?id=${encodeURIComponent(id)}` });

/** Opens 办法; with an article it is unfolded there. */
export function openMeasures(article?: string): void {
  if (article !== undefined) uni.setStorageSync("desk.open-article", article);
  openPlace("measures");
}

/** The article that `openMeasures` asked for, once. */
export function takeOpenedArticle(): string | null {
  const article = uni.getStorageSync<string>("desk.open-article") || null;
  if (article !== null) uni.removeStorageSync("desk.open-article");
  return article;
}

export const say = (title: string): void => void uni.showToast({ title, icon: "none", duration: 2200 });

/** Lets somebody pick one of a few; −1 where they did not. */
export const chooseOne = (texts: string[]): Promise<number> =>
  new Promise((resolve) => {
    uni.showActionSheet({ itemList: texts, success: ({ tapIndex }) => resolve(tapIndex), fail: () => resolve(-1) });
  });
