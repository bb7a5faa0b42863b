import type { PrivateMariadb } from "../mysql/mariadb.js";
import { pause, type Crowd, type CrowdPace, type Dice } from "./crowd.js";
import type { Disk } from "./disk.js";
import type { Program } from "./program.js";

export type Engine = "sqlite" | "mariadb";

/** Everything a fault can lay its hands on. */
export interface Scene {
  program: Program;
  crowd: Crowd;
  dice: Dice;
  engine: Engine;
  /** null on the embedded database */
  mariadb: PrivateMariadb | null;
  /** null: the machine's own, which is not to be filled */
  disk: Disk | null;
}

/** One thing that goes wrong while people work. */
export interface Fault {
  name: string;
  engines: readonly Engine[];
  /** decisions that the crowd makes at least */
  decisions: number;
  /** how often the harm is to be done; less is reported as not injected */
  times: number;
  pace: CrowdPace;
  clock?: "system" | "adjustable";
  /** the database has a server, or a disk, of its own to be harmed */
  needs?: "server" | "disk";
  /** titles that may come beside what is owed */
  mayAlsoCome?: RegExp;
  /** cards that WeCom refuses for good, counted per phone */
  refused?: number;
  /** Does the harm while the crowd works and mends it; resolves with how often it was done. */
  harm(scene: Scene): Promise<number>;
  /** what follows when everybody has finished */
  after?(scene: Scene): Promise<void>;
}

export const BOTH = ["sqlite", "mariadb"] as const;
export const QUICK: CrowdPace = { atOnce: 6, restMs: 0, cardMs: 1500 };
export const CALM: CrowdPace = { atOnce: 4, restMs: 80, cardMs: 800 };

/** Waits until the crowd has made some decisions more; false: it is done. */
export const decided = async ({ crowd }: Scene, more: number): Promise<boolean> => {
  const goal = crowd.decisions + more;
  while (crowd.decisions < goal) {
    if (crowd.done) return false;
    await pause(2);
  }
  return true;
};
