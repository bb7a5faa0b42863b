import dayjs from "dayjs";
import duration from "dayjs/plugin/duration.js";
import { z } from "zod";
import { instant } from "../http/input.js";
import { route, type Route } from "../http/route.js";
import { localIso } from "../kernel/local-time.js";
import type { Clock } from "../kernel/clock.js";
import type { Clockwork } from "./service.js";

dayjs.extend(duration);

const SPAN = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;

const move = z.union([
  z.strictObject({ advance: z.string().regex(SPAN, "应为 PT3H、P1D 这样的时长") }),
  z.strictObject({ to: instant("时间") }),
]);

/** The adjustable clock's own call, without login; mounted only where the clock is adjustable. */
export const clockRoutes = (clockwork: Clockwork, clock: Clock): Route[] => [
  route({
    method: "POST",
    path: "/dev/clock",
    permission: "public.read",
    summary: "拨动时钟（仅演练环境）",
    body: move,
    run: async ({ body }) => {
      const target = "to" in body ? body.to : new Date(clock.now().getTime() + dayjs.duration(body.advance).asMilliseconds());
      return { body: { now: localIso(await clockwork.walkTo(target)) } };
    },
  }),
];
