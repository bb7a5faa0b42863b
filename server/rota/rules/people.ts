import type { Person } from "../../../entities/person.js";

/** Why a text names nobody in particular, in Chinese; else the one it names. */
export type Named = { person: Person } | { fault: string };

/** Looks people up by userid, by 姓名, or by 姓名（userid） as lists show them. */
export const directoryOf = (people: readonly Person[]): ((text: string) => Named) => {
  const byId = new Map(people.map((person) => [person.userid, person]));
  const byName = new Map<string, Person[]>();
  for (const person of people) byName.set(person.name, [...(byName.get(person.name) ?? []), person]);
  return (text) => {
    const named = byName.get(text) ?? [];
    const inBrackets = /[（(]([^（()）]+)[）)]$/.exec(text)?.[1];
    const known = byId.get(text.toLowerCase()) ?? (named.length === 1 ? named[0] : undefined) ?? byId.get((inBrackets ?? "").toLowerCase());
    if (known) return { person: known };
    if (named.length > 1) return { fault: `「${text}」有 ${named.length} 人，请改填账号：${named.map(({ userid }) => userid).join("、")}` };
    return { fault: `没有「${text}」这个人，请填写姓名或企业微信账号` };
  };
};
