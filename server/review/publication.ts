import { Account } from "../../entities/account.js";
import { Draft } from "../../entities/draft.js";
import { Permit } from "../../entities/permit.js";
import { Publication } from "../../entities/publication.js";
import type { Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { recordAct, recordRefusal, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import { refuse } from "./refusals.js";
import { publicationRefusal } from "./rules.js";

/** Publish and prove (R11-20): the link is registered within the permit. The program itself publishes nothing. */
export class Publishing {
  constructor(private readonly desk: ReviewDesk) {}

  /** Registers where and when the approved version was published. */
  async confirm(actor: Actor, draftId: string, input: { url: string; publishedAt: Date }): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadDraft(this.desk, tx, draftId);
      const why = this.#refusal(facts, actor, input);
      if (why || !facts.permit) {
        if (why) recordRefusal(this.desk, tx, actor, facts, "publish", why);
        return why;
      }
      const { draft, permit } = facts;
      const now = this.desk.clock.now();
      const won = await tx.update(
        Draft,
        { id: draft.id, version: draft.version },
        { status: "published", updatedAt: now, version: draft.version + 1 },
      );
      if (won.affected !== 1) return refuse("already-published", "conflict", "发布刚刚已经登记过，不用再登记。");
      await tx.insert(Publication, { id: newId(), draftId, permitId: permit.id, ...input, registeredAt: now, byUserid: actor.userid });
      await tx.update(Permit, { id: permit.id }, { usedAt: now });
      await tx.update(Account, { id: draft.accountId }, { lastPublishedOn: localDay(input.publishedAt) });
      const owed = await this.desk.deadlines.openOne(tx, "confirmPublication", draftId);
      if (owed) await this.desk.deadlines.discharge(tx, owed, { by: actor.userid, how: "review.published" });
      recordAct(this.desk, tx, actor, facts, "review.published", { facts: { ...input, permit: permit.number } });
      return null;
    });
    if (refusal) throw refusal;
  }

  #refusal(facts: DraftFacts, actor: Actor, input: { publishedAt: Date }) {
    if (!facts.seats.editor.includes(actor.userid)) {
      return refuse("not-editor", "forbidden", `您不是「${facts.account.name}」的责任编辑，不能登记发布。`, "editorQualifies");
    }
    return publicationRefusal(facts, input, this.desk.clock.now());
  }
}
