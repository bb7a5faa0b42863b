import { Livestream, LivestreamFiling } from "../../entities/livestream.js";
import type { Actor } from "../identity/actor.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { changedMeanwhile, over, refuse } from "./refusals.js";
import { isPublicity, mayChange } from "./rules/standing.js";
import { dropTasks } from "./tasks.js";

/** 取消: nothing more is owed on it, and everybody who counted on it hears so. */
export class Cancelling {
  constructor(
    private readonly desk: LivestreamDesk,
    /** what else ends with it: invitations, and check-ins that are still to come */
    private readonly ends: (tx: Tx, facts: LivestreamFacts) => Promise<void>,
  ) {}

  async cancel(actor: Actor, livestreamId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      const { status, id, version } = facts.livestream;
      if (!mayChange(facts, actor.userid) && !isPublicity(facts, actor.userid))
        return refuse("not-yours", "forbidden", "直播由申请人、双方部门主要负责同志或宣传部取消，请联系他们。");
      if (status === "ended" || status === "cancelled") return over(status);
      if (status === "live") return refuse("live", "conflict", "已经开播，不能取消；需要停止请点「已下播」。");
      const cancelled = { status: "cancelled" as const, cancelReason: reason, livingId: null, updatedAt: this.desk.clock.now() };
      if ((await changeRows(tx, Livestream, { id, version }, { ...cancelled, version: version + 1 })) !== 1) return changedMeanwhile();
      await changeRows(
        tx,
        LivestreamFiling,
        { livestreamId: id, decision: null },
        { decision: "withdrawn", decidedAt: this.desk.clock.now() },
      );
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.cancelled", { comment: reason });
      await dropTasks(this.desk, tx, id, "livestream.cancelled");
      await this.ends(tx, facts);
      await this.#tell(tx, actor, facts, reason);
      return null;
    });
    if (refusal) throw refusal;
  }

  #tell(tx: Tx, actor: Actor, facts: LivestreamFacts, reason: string): Promise<void> {
    const { livestream, people, team, invitations, filing } = facts;
    const asked = invitations.filter(({ state }) => state === "asked").map(({ userid }) => userid);
    const concerned = [livestream.applicantUserid, livestream.onSiteUserid, livestream.hostUserid, ...team.map(({ userid }) => userid)];
    const known = filing === null ? [] : people.publicity;
    return tell(this.desk, tx, facts, {
      key: "cancelled",
      to: others([...concerned, ...asked, ...people.heads.initiating, ...people.heads.operating, ...known], actor),
      title: "直播已取消",
      rows: [
        ["取消人", actor.name],
        ["原因", reason],
      ],
    });
  }
}
