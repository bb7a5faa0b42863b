import type { IncidentView } from "../../server/http/contract.js";
import { sortedDuties } from "./incidents.js";

/** The first name, and how many there are in all: it has to fit a line of a phone. */
const named = ([first = "", ...rest]: readonly string[]): string => (rest.length === 0 ? first : `${first}等 ${rest.length + 1} 人`);

/** What somebody who opens the page must know first: who was rung, who answered, whom nothing reached, and how much is still owed. Empty: nobody was asked yet. */
export function sumText({ reach, deliveries, duties }: Pick<IncidentView, "reach" | "deliveries" | "duties">): string {
  if (reach.length === 0) return "";
  const calls = deliveries.filter(({ via, state }) => via === "call" && state !== "dropped");
  const rung = [...new Map(calls.map(({ to }) => [to.userid, to.name])).values()];
  const answered = [...new Map(calls.flatMap(({ to, state }) => (state === "sent" ? [[to.userid, to.name] as const] : []))).values()];
  const failed = reach.filter(({ state }) => state === "failed").map(({ person }) => person.name);
  const arrived = reach.filter(({ state }) => state === "acknowledged" || state === "sent").length;
  const owed = sortedDuties(duties).open.length;
  const parts = [
    ...(rung.length === 0 ? [] : [`电话打给 ${named(rung)}，${answered.length === 0 ? "还没有接通" : `${named(answered)} 接听`}`]),
    ...(failed.length === 0 ? [] : [`${reach.length} 人中 ${arrived} 人已送达，${named(failed)} 未送达`]),
    owed === 0 ? "没有未办的事" : `还有 ${owed} 项未办`,
  ];
  return `${parts.join("；")}。`;
}
