import { addDays, instantOf, localDay } from "../kernel/local-time.js";
import type { Application } from "./applying.js";
import type { TeamWish } from "./drawing.js";

const HOUR_MS = 3_600_000;
/** Nearer than this the duty desk would be rung when it is handed in. */
const QUIET_MS = 25 * HOUR_MS;

/** Tomorrow evening, or the one after where that is too near. */
const startAfter = (now: Date): Date => {
  const today = localDay(now);
  const tomorrow = instantOf(addDays(today, 1), "19:30");
  return tomorrow.getTime() - now.getTime() >= QUIET_MS ? tomorrow : instantOf(addDays(today, 2), "19:30");
};

/** The demonstration's livestream, filed late: who does what about it until its team is partly formed. */
export const DEMONSTRATION_LIVESTREAM = {
  applicant: "ed.youth",
  heads: ["head.youth", "head.data"],
  desk: "duty.publicity1",
  trainer: "duty.data",
  team: { members: ["second.school", "ed.centre"], lead: "second.school", reserve: "ed.association" } satisfies TeamWish,
  /** they accept and are trained; whoever else was asked has not answered yet */
  joined: ["second.school", "ed.centre"],
} as const;

/** 直播申请表 of the demonstration, for an hour soon after `now`. */
export const demonstrationApplication = (now: Date): Application => {
  const startAt = startAfter(now);
  return {
    title: "青年就业服务月：走进招聘现场",
    accountId: "bili-media",
    initiatingUnitId: "youth",
    startAt,
    endAt: new Date(startAt.getTime() + HOUR_MS),
    venue: { inOffice: true, officeEquipment: true, note: null },
    host: "ed.youth",
    onSite: "first.youth",
    commentControl: "first.media",
    stopButton: "second.media",
    guests: "用人单位代表 2 人",
    rehearsalAt: null,
    contingency: "断流时切换备用线路；出现不当言论立即停播，由现场负责人报宣传部值班。",
    scriptDraftId: null,
    livingId: null,
    lateReason: "用人单位昨日才确定到场，招聘会日期不能改。",
  };
};
