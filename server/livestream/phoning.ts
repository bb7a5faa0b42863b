import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { dueBy, LANE, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, lockLivestream, type LivestreamFacts } from "./facts.js";
import { refuse } from "./refusals.js";
import { isPublicity, runsIt } from "./rules/standing.js";
import { openTask } from "./tasks.js";

/** True where 现场负责人 is nobody of the organisation: no card and no call of ours gets there. */
export const isOutside = ({ livestream }: Pick<LivestreamFacts, "livestream">): boolean => livestream.onSiteUserid === null;

/** 电话告知现场负责人: whom WeCom cannot reach is told by somebody, and counts as told only once that is on record (R14-09). */
export class OnSiteCalls {
  constructor(private readonly desk: LivestreamDesk) {}

  /** Asks 宣传部值班 to phone; nothing where it is asked already. */
  async ask(tx: Tx, facts: LivestreamFacts, holders: readonly string[]): Promise<void> {
    const due = dueBy(this.desk, null, "现在电话告知，告知后登记");
    await openTask(this.desk, tx, facts, { duty: "phoneOnSite", holders, due, lane: LANE - 1 });
  }

  /** The verb for the page. */
  async phoned(actor: Actor, livestreamId: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.phonedIn(tx, actor, livestreamId));
    if (refusal) throw refusal;
  }

  /** 已电话告知: by 宣传部, or by whoever runs the livestream; once for each time it is asked. */
  async phonedIn(tx: Tx, actor: Actor, livestreamId: string): Promise<Refusal | null> {
    await lockLivestream(tx, livestreamId);
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    if (!mayPhone(facts, actor.userid))
      return refuse("not-yours", "forbidden", "电话告知由宣传部值班、申请人或双方主要负责同志登记，请联系他们。", "formPatrol");
    const task = await this.desk.deadlines.openOne(tx, "phoneOnSite", livestreamId);
    if (!task) return refuse("nobody-to-phone", "conflict", "现在没有要电话告知的，可能其他同志已经登记，请刷新看板。", "formPatrol");
    recordAct(this.desk, tx, actor, facts.livestream, "livestream.on-site-phoned", { who: facts.livestream.onSite });
    await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.on-site-phoned"));
    return null;
  }
}

/** True for those who may record the call. */
export const mayPhone = (facts: LivestreamFacts, userid: string): boolean => isPublicity(facts, userid) || runsIt(facts, userid);
