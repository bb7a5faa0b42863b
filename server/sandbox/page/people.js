import { h } from "./dom.js";

const SHORT = [
  [/责任编辑/, "责编", "teal"],
  [/初审/, "初审", "blue"],
  [/二审/, "二审", "violet"],
  [/终审/, "终审", "plum"],
  [/值班/, "值班", "amber"],
  [/领导|书记/, "领导", "slate"],
  [/主任|负责人|部长/, "主任", "slate"],
];

/** The name without what stands in brackets, and below it what tells two of the same post apart: that, then the other posts. */
export function nameOf(person) {
  const match = /^(.+?)（(.{3,})）$/.exec(person.name);
  const [main, rest] = match ? [match[1], match[2]] : [person.name, ""];
  const posts = person.post === main ? "" : person.post;
  return { main, small: [rest, posts].filter(Boolean).join(" · ") || person.post };
}

/** A square with two characters that tell the post. */
export function avatar(person, size = "") {
  const known = SHORT.find(([pattern]) => pattern.test(person.name));
  const [, words, tint] = known ?? [null, [...person.name].slice(0, 2).join(""), "slate"];
  return h(`i.avatar.${tint}${size ? `.${size}` : ""}`, { "aria-hidden": "true" }, words);
}

/** People under their departments, empty departments left out. */
export function grouped({ people, departments }) {
  return departments
    .map((department) => ({ ...department, members: people.filter((person) => person.departmentId === department.id) }))
    .filter((department) => department.members.length > 0);
}
