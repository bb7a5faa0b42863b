import type { Corp } from "./corp.js";
import type { Group } from "./groups.js";
import { NotPossible } from "./phone.js";

/** A group that people form in their client, by wish with a robot of that name. */
export interface GroupWish {
  name: string;
  members: readonly string[];
  robot?: string;
}

const FEWEST = 2;

/** Forms a group as its members do by hand; it is not the app's (86008). Throws NotPossible in words for people. */
export function formGroup(corp: Corp, { name, members, robot }: GroupWish): Group {
  const known = [...new Set(members.map((userid) => corp.person(userid)?.userid))].filter((userid) => userid !== undefined);
  const [owner] = known;
  if (name.trim() === "") throw new NotPossible("请填写群名");
  if (owner === undefined || known.length < FEWEST) throw new NotPossible("请至少选择两名成员");
  return corp.groups.create({ name: name.trim(), owner, members: known, by: "people", robotName: robot?.trim() || undefined });
}
