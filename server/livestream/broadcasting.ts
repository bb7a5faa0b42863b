import { Livestream } from "../../entities/livestream.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import { recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { changedMeanwhile, over, refuse } from "./refusals.js";
import { mayChange } from "./rules/standing.js";

/** 在企业微信建立直播: WeCom then tells by itself when it begins and ends. Every other platform is said by hand. */
export class Broadcasting {
  constructor(private readonly desk: LivestreamDesk) {}

  /** Reserves it for the host. WeCom is asked outside any transaction; what somebody else changed meanwhile is refused. */
  async create(actor: Actor, livestreamId: string): Promise<void> {
    const { livestream, refusal } = await this.desk.uow.read(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      return { livestream: facts.livestream, refusal: createRefusal(facts, actor.userid, this.desk.clock.now()) };
    });
    if (refusal) throw refusal;
    const { id, version, hostUserid, title, startAt, endAt } = livestream;
    const seconds = Math.round((endAt.getTime() - startAt.getTime()) / 1000);
    const outcome = await this.desk.createLiving({ anchorUserid: hostUserid ?? "", theme: title, startAt, seconds });
    if (outcome.kind !== "created")
      throw refuse("living-not-created", "busy", `企业微信没有建立直播：${outcome.reason}。请稍后再试，或在企业微信外直播并手工登记。`);
    const created = { livingId: outcome.livingId, updatedAt: this.desk.clock.now(), version: version + 1 };
    await this.desk.uow.run(async (tx) => {
      if ((await changeRows(tx, Livestream, { id, version }, created)) !== 1) throw changedMeanwhile();
      recordAct(this.desk, tx, actor, livestream, "livestream.living-created", { livingId: outcome.livingId });
    });
  }
}

const createRefusal = (facts: LivestreamFacts, userid: string, now: Date): Refusal | null => {
  const { status, livingId, hostUserid, startAt } = facts.livestream;
  if (!mayChange(facts, userid)) return refuse("not-yours", "forbidden", "企业直播由申请人或双方部门主要负责同志建立，请联系他们。");
  if (status === "ended" || status === "cancelled") return over(status);
  if (livingId !== null) return refuse("living-there", "conflict", "已经关联了一场企业直播，不用再建。");
  if (hostUserid === null) return refuse("host-outside", "invalid", "企业直播须由本组织成员主播，请先把主持人改为组织成员。");
  return startAt <= now ? refuse("start-past", "conflict", "开播时间已过，请先改期，或直接登记开播。") : null;
};
