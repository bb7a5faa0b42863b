import type { IncidentView } from "../../server/http/contract.js";
import { sortedDuties } from "./incidents.js";

/** No more names than fit one line; the rest by their number. */
const named = (names: readonly string[], most: number): string =>
  names.length > most ? `${names.slice(0, most).join("、")}等 ${names.length} 项` : names.join("、");

/** What somebody who opens the page must know first: who was rung, who answered, whom nothing reached, and what is still owed. Empty: nobody was asked yet. */
export function sumText({ reach, deliveries, duties }: Pick<IncidentView, "reach" | "deliveries" | "duties">): string {
  const calls = deliveries.filter(({ via, state }) => via === "call" && state !== "dropped");
  const rung = new Map(calls.map(({ to }) => [to.userid, to.name]));
  const answered = [...rung.keys()].filter((userid) => calls.some(({ to, state }) => to.userid === userid && state === "sent"));
  const failed = reach.filter(({ state }) => state === "failed").map(({ person }) => person.name);
  const arrived = reach.filter(({ state }) => state === "acknowledged" || state === "sent").length;
  const owed = sortedDuties(duties).open.map(({ title }) => title);
  const parts = [
    ...(rung.size === 0
      ? []
      : [`电话打给 ${named([...rung.values()], 3)}，${answered.length === 0 ? "无人接听" : `${answered.length} 人接听`}`]),
    ...(failed.length === 0 ? [] : [`${reach.length} 人中 ${arrived} 人已送达，${named(failed, 2)}未送达`]),
    ...(reach.length === 0 ? [] : [owed.length === 0 ? "没有未办的事" : `还欠 ${owed.length} 项：${named(owed, 3)}`]),
  ];
  return parts.length === 0 ? "" : `${parts.join("；")}。`;
}
