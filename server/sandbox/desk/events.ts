import type { Context } from "koa";
import type { Corp } from "../corp.js";
import { countsOf, phoneOf } from "./views.js";

const HEARTBEAT_MS = 5000;

/** The live stream of what happens, as server-sent events. */
export function sendEvents(corp: Corp, ctx: Context): void {
  ctx.respond = false;
  const { res } = ctx;
  res.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
  const write = (event: string, value: unknown) => res.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  const onClock = () => write("clock", { now: corp.nowText() });
  const onChat = (userid: string) => write("chat", countsOf(corp, userid));
  const onPhone = (userid: string) => write("phone", phoneOf(corp, userid));
  const onPeople = () => write("people", {});
  const onJournal = () => write("journal", {});
  const onFaults = () => write("faults", corp.faults);
  const listeners = { clock: onClock, chat: onChat, phone: onPhone, people: onPeople, journal: onJournal, faults: onFaults } as const;
  const each = (work: "on" | "off") => {
    for (const [name, listener] of Object.entries(listeners)) corp.events[work](name as keyof typeof listeners, listener);
  };
  each("on");
  const heartbeat = setInterval(onClock, HEARTBEAT_MS);
  onClock();
  res.on("close", () => {
    clearInterval(heartbeat);
    each("off");
  });
}
