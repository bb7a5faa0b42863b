import type { Clock } from "../kernel/clock.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import type { WecomClient } from "../wecom/client.js";
import { Bundling } from "./bundling.js";
import { Calls } from "./carriers/calls.js";
import { Groups } from "./carriers/groups.js";
import { Messages } from "./carriers/messages.js";
import { Robot } from "./carriers/robot.js";
import { Updates } from "./carriers/updates.js";
import { Channels } from "./channels.js";
import { Claims } from "./claims.js";
import { Departure } from "./departure.js";
import { Dispatcher, type DispatchLog } from "./dispatcher.js";
import type { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import type { Rendering } from "./rendering.js";
import { Settlement } from "./settlement.js";

/** What the sending side stands on. */
export interface WorkerParts {
  uow: UnitOfWork;
  clock: Clock;
  settings: SettingValues;
  client: WecomClient;
  outbox: Outbox;
  rendering: Rendering;
  /** where the card of a bundle leads */
  todoLink: string;
  log: DispatchLog;
}

/** Puts the sending side together: one worker with every way to people that it knows. */
export const openWorker = ({ uow, clock, settings, client, outbox, rendering, todoLink, log }: WorkerParts): Dispatcher => {
  const pace = new Pace(clock, settings);
  const bundling = new Bundling(clock, pace, rendering, todoLink);
  const settlement = new Settlement(clock, outbox, rendering, bundling);
  const channels = new Channels(clock, outbox);
  const carriers = [
    new Messages(client, new Departure(pace, bundling, rendering), settlement),
    new Updates(clock, settings, client, rendering),
    new Groups(clock, client, channels),
    new Robot(clock, client, pace, channels),
    new Calls(clock, client, pace, channels, rendering),
  ];
  return new Dispatcher(uow, clock, new Claims(clock), carriers, log);
};
