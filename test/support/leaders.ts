import { ORGANISATION } from "./organisation.js";

/** The organisation with a 书记班子 of four, so that one leader can be followed by the next. */
export const withSecretariat = (): typeof ORGANISATION => {
  const changed = structuredClone(ORGANISATION);
  const [leader] = changed.people.filter((person) => person.userid === "lead.vice");
  if (!leader) throw new Error("no leader to copy");
  changed.people.push({ ...leader, userid: "lead.3", name: "书记班子成员丙" }, { ...leader, userid: "lead.4", name: "书记班子成员丁" });
  changed.offices.secretariat = ["lead.top", "lead.vice", "lead.3", "lead.4"];
  return changed;
};
