import { ChatGroup } from "../../entities/chat-group.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";

/** Who should be together about a subject. */
export interface WantedGroup {
  subject: { type: string; id: string };
  /** at most 50 characters are shown; nothing personal or classified, it stands on every phone */
  name: string;
  /** absent: WeCom chooses */
  owner?: string;
  /** everybody who should be in it from now on; whoever is not named leaves it */
  userids: readonly string[];
}

/** Writes down who should be in the subject's group. False: it is gone, and no other is made. */
export const wantGroup = async (tx: Tx, { subject, name, owner, userids }: WantedGroup, createdAt: Date): Promise<boolean> => {
  const of = { subjectType: subject.type, subjectId: subject.id };
  const wanted = { name, owner: owner ?? null, wanted: [...new Set(userids)] };
  const known = (await rowWhere(tx, ChatGroup, of)) ?? (await inserted(tx, { ...of, ...wanted, createdAt }));
  if (known === null) return true;
  if (known.state === "gone") return false;
  await changeRows(tx, ChatGroup, { id: known.id }, wanted);
  return true;
};

/** Null: it was inserted; else somebody else was faster with the same. */
const inserted = async (tx: Tx, group: Pick<ChatGroup, "subjectType" | "subjectId" | "name" | "owner" | "wanted" | "createdAt">) => {
  try {
    await insertRows(tx, ChatGroup, [{ id: newId(), ...group, members: [], state: "wanted", detail: null }]);
    return null;
  } catch (error) {
    if (isDuplicate(error)) return rowWhere(tx, ChatGroup, { subjectType: group.subjectType, subjectId: group.subjectId });
    throw error;
  }
};
