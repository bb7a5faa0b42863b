import { holdersOf } from "../identity/offices.js";
import { remaining } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { about, LANE, today, type LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import { tell } from "./notices.js";
import { beginsSoon } from "./rules/application.js";

/** 宣传部值班 hears by phone of a livestream that begins within a day (R14-02), once for each version of its dates. */
export const tellSoon = async (desk: LivestreamDesk, tx: Tx, facts: LivestreamFacts): Promise<void> => {
  const { livestream, date, people } = facts;
  const now = desk.clock.now();
  const hours = desk.settings.value("livestream.callDutyBelowHours");
  if (!beginsSoon(livestream.startAt, now, hours)) return;
  const [onDuty] = people.publicity;
  const rung = onDuty === undefined ? await holdersOf(tx, "administrator", today(desk)) : [onDuty];
  await tell(desk, tx, facts, {
    key: `soon:${date.revision}`,
    to: rung,
    title: `距开播不足 ${hours} 小时的直播申报`,
    rows: [
      ["距开播", remaining(livestream.startAt.getTime() - now.getTime())],
      ["特殊情况", livestream.lateReason ?? "未填写"],
      ["请", "组织巡查队伍，或写明不派的原因"],
    ],
    lane: LANE - 1,
  });
  await desk.outbox.call(tx, {
    key: `livestream:${livestream.id}:soon:${date.revision}`,
    subject: about(livestream),
    userids: rung,
    lane: LANE - 1,
    words: `距开播不足 ${hours} 小时的直播申报`,
  });
};
