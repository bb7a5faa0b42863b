import { h, linked } from "./dom.js";
import { nameOf } from "./people.js";
import { personOf, store } from "./store.js";

/** A person called by name, as it stands in a line. */
function called(userid, me) {
  const isAll = /^@?all$/i.test(userid);
  const person = isAll ? null : (personOf(userid) ?? store.people.find((entry) => entry.userid.toLowerCase() === userid.toLowerCase()));
  const words = isAll ? "所有人" : person ? nameOf(person).main : userid;
  return h(isAll || person?.userid === me.userid ? "span.at.me" : "span.at", {}, `@${words}`);
}

/** Text in which `<@userid>` is a name and web addresses are links. */
export function withNames(text, me, open) {
  return String(text)
    .split(/<@([^<>]{1,64})>/)
    .flatMap((part, index) => (index % 2 === 1 ? [called(part, me)] : linked(part, open)));
}

/** The names that stand below a text because of its mentioned_list, without those written in it. */
export function namesBelow({ text = "", mentioned = [] }, me) {
  const rest = mentioned.filter((userid) => !text.toLowerCase().includes(`<@${userid.replace("@all", "all").toLowerCase()}>`));
  return rest.flatMap((userid) => [" ", called(userid, me)]);
}
