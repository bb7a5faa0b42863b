import { In, MoreThan } from "typeorm";
import { Livestream } from "../../entities/livestream.js";
import { PatrolMember } from "../../entities/patrol.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CalendarEntry } from "../subscription/feed.js";
import type { LivestreamDesk } from "./desk.js";

/** Somebody's livestreams for their calendar: those they patrol, and those they host or answer for on site; a reserve is not busy. */
export const livestreamEntries = async (desk: LivestreamDesk, tx: Tx, userid: string, from: Date): Promise<CalendarEntry[]> => {
  const members = (await tx.findBy(PatrolMember, { userid })).filter(({ leftAt }) => leftAt === null);
  const coming = { endAt: MoreThan(from), status: In(["draft", "agreed", "filed", "ready", "live", "ended"]) };
  const livestreams = await tx.find(Livestream, {
    where: [
      { ...coming, id: In(members.map(({ livestreamId }) => livestreamId)) },
      { ...coming, onSiteUserid: userid },
      { ...coming, hostUserid: userid },
    ],
    order: { startAt: "ASC", id: "ASC" },
  });
  return livestreams.map(({ id, startAt, endAt, version }) => {
    const role = members.find(({ livestreamId }) => livestreamId === id)?.role;
    return {
      ...{ id, startsAt: startAt, endsAt: endAt, changes: version, busy: role !== "reserve" },
      title: role === undefined ? "直播" : role === "reserve" ? "直播巡查候补" : "直播巡查",
      link: desk.link("livestream", id),
    };
  });
};
