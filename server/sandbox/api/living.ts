import type { Corp } from "../corp.js";
import { raiseLiving } from "../living-life.js";
import { type Living, livingStatus } from "../livings.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

type Body = Record<string, unknown>;

const SECOND = 1000;
const THEME_CHARACTERS = 20;
const DESCRIPTION_CHARACTERS = 100;
const MOST_TYPE = 4;
const CANCELLED = 4;

const length = (text: string): number => [...text].length;

function textOf(body: Body, name: string, most: number): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || length(value) > most) throw new Refused(40058, `${name} exceed max length ${most}`);
  return value;
}

function secondsOf(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || Number(value) <= 0) throw new Refused(40058, name);
  return Number(value);
}

/** The fields of a live that a body names; 40058 for what does not fit. */
function planOf(body: Body): Partial<Pick<Living, "theme" | "description" | "type" | "reservedAt" | "reservedForMs">> {
  const [theme, description] = [textOf(body, "theme", THEME_CHARACTERS), textOf(body, "description", DESCRIPTION_CHARACTERS)];
  const [start, duration] = [secondsOf(body, "living_start"), secondsOf(body, "living_duration")];
  const { type } = body;
  if (type !== undefined && !(Number.isInteger(type) && Number(type) >= 0 && Number(type) <= MOST_TYPE)) throw new Refused(40058, "type");
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(description === undefined ? {} : { description }),
    ...(type === undefined ? {} : { type: Number(type) }),
    ...(start === undefined ? {} : { reservedAt: start * SECOND }),
    ...(duration === undefined ? {} : { reservedForMs: duration * SECOND }),
  };
}

/** After the answer, as WeCom does. */
function tellLater(corp: Corp, living: Living): void {
  setImmediate(() => {
    raiseLiving(corp, living).catch((error: unknown) => console.error("直播回调没有送出", error));
  });
}

/** `POST living/create` [93637]. */
export function createLiving(corp: Corp, { body }: ApiCall): Answer {
  const anchor = corp.person(typeof body.anchor_userid === "string" ? body.anchor_userid : "");
  if (!anchor || !corp.isInRange(anchor.userid)) throw new Refused(60111, "anchor_userid");
  const { theme, reservedAt, reservedForMs, description = "", type = 0 } = planOf(body);
  if (!theme || reservedAt === undefined || reservedForMs === undefined) throw new Refused(40063, "theme, living_start, living_duration");
  const living = corp.livings.create({ anchor: anchor.userid, theme, description, type, reservedAt, reservedForMs });
  tellLater(corp, living);
  return { livingid: living.id };
}

/** The app's own live, still reserved; anything else is a wrong parameter. */
function reserved(corp: Corp, body: Body): Living {
  const living = corp.livings.find(typeof body.livingid === "string" ? body.livingid : "");
  if (!living || livingStatus(living, corp.nowMs()) !== 0) throw new Refused(40058, "livingid");
  return living;
}

/** `POST living/modify`: only while it is reserved. */
export function modifyLiving(corp: Corp, { body }: ApiCall): Answer {
  const { id } = reserved(corp, body);
  corp.livings.change(id, planOf(body));
  return {};
}

/** `POST living/cancel`: only while it is reserved. */
export function cancelLiving(corp: Corp, { body }: ApiCall): Answer {
  const living = reserved(corp, body);
  corp.livings.change(living.id, { status: CANCELLED });
  tellLater(corp, living);
  return {};
}

/** `GET living/get_living_info` [93635]: only lives of this app. */
export function getLivingInfo(corp: Corp, { query }: ApiCall): Answer {
  const living = corp.livings.find(query.livingid ?? "");
  if (!living) throw new Refused(40058, "livingid");
  const { theme, description, type, anchor, reservedAt, reservedForMs, beganAt, endedAt } = living;
  const began = beganAt ?? reservedAt;
  return {
    living_info: {
      theme,
      living_start: Math.floor(began / SECOND),
      living_duration: Math.floor((endedAt === null ? reservedForMs : endedAt - began) / SECOND),
      status: livingStatus(living, corp.nowMs()),
      reserve_start: Math.floor(reservedAt / SECOND),
      reserve_living_duration: Math.floor(reservedForMs / SECOND),
      description,
      anchor_userid: anchor,
      main_department: corp.person(anchor)?.departmentId ?? 0,
      viewer_num: 0,
      comment_num: 0,
      mic_num: 0,
      open_replay: 0,
      type,
      online_count: 0,
      subscribe_count: 0,
    },
  };
}
