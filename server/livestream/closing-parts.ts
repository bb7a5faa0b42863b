import { PatrolFollowUp } from "../../entities/patrol-summary.js";
import { rowThere } from "../kernel/rows.js";
import { localMoment } from "../kernel/local-time.js";
import type { PartOf } from "./duty-parts.js";
import type { OwnDuty } from "./own-duties.js";
import type { Running } from "./running.js";
import { countsOf } from "./summing-up.js";

type ClosingDuty = Extract<OwnDuty, "closeLivestream" | "summarisePatrol" | "followUpPatrol">;

/** The duties after a livestream: 确认下播, 小结, 整改. */
export const closingParts = (running: Running): Readonly<Record<ClosingDuty, PartOf>> => ({
  closeLivestream: {
    shown: ({ livestream }) => ({
      rows: [
        ["计划结束", localMoment(livestream.endAt)],
        ["现场负责", livestream.onSite],
      ],
      buttons: [{ text: "已下播", key: "end" }],
      linkText: "仍在直播，去延长",
    }),
    presses: { end: (tx, actor, { subjectId }) => running.endIn(tx, actor, subjectId, { at: null, note: null, interrupted: false }) },
  },
  summarisePatrol: {
    shown: async ({ livestream }, _deadline, tx) => {
      const counts = await countsOf(tx, livestream.id);
      return {
        rows: [
          ["巡查人员", `${counts.patrollers} 人`],
          ["打卡", `应 ${counts.expected} 次，按时 ${counts.done} 次，漏 ${counts.missed} 次`],
          ["发现问题", `提醒 ${counts.remind}，纠正 ${counts.correct}，建议中断 ${counts.interrupt}`],
        ],
        buttons: [],
        linkText: "写小结",
      };
    },
    presses: {},
  },
  followUpPatrol: {
    livestreamOf: async (tx, { subjectId }) => (await rowThere(tx, PatrolFollowUp, { id: subjectId })).livestreamId,
    shown: async (facts, { subjectId }, tx) => ({
      rows: [
        ["整改事项", (await rowThere(tx, PatrolFollowUp, { id: subjectId })).words],
        ["发起部门", facts.units.initiating.name],
      ],
      buttons: [],
      linkText: "填写整改情况",
    }),
    presses: {},
  },
});
