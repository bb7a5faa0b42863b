import { pause } from "./crowd.js";
import { BOTH, CALM, decided, QUICK, type Fault } from "./fault.js";

const HOUR_MS = 3_600_000;
const KILLS = 30;
const KILLED_DECISIONS = 500;
const DATABASE_KILLS = 3;
const DROPPED = 60;

const killedServer: Fault = {
  name: "server killed with -9",
  engines: BOTH,
  decisions: KILLED_DECISIONS,
  times: KILLS,
  pace: QUICK,
  harm: async (scene) => {
    const { program, crowd, dice } = scene;
    for (let kills = 0; kills < KILLS; kills += 1) {
      const share = (KILLED_DECISIONS - crowd.decisions) / (KILLS - kills + 1);
      if (!(await decided(scene, Math.max(1, Math.round(share * (0.4 + dice())))))) return kills;
      await pause(dice() * 60);
      if (crowd.done) return kills;
      await program.kill();
      await program.start();
    }
    return KILLS;
  },
};

const killedDatabase: Fault = {
  name: "database killed with -9",
  engines: ["mariadb"],
  decisions: 120,
  times: DATABASE_KILLS,
  pace: CALM,
  needs: "server",
  harm: async (scene) => {
    for (let kills = 0; kills < DATABASE_KILLS; kills += 1) {
      if (!(await decided(scene, 25))) return kills;
      await pause(scene.dice() * 60);
      await scene.mariadb?.kill();
      await pause(1500 * scene.dice());
      await scene.mariadb?.start();
    }
    return DATABASE_KILLS;
  },
};

/** People's and WeCom's connections break when the program has taken the call, or when its answer is on the way. */
const droppedCalls: Fault = {
  name: "sockets dropped, callers' side",
  engines: BOTH,
  decisions: 90,
  times: DROPPED,
  pace: CALM,
  harm: async ({ program, crowd, dice }) => {
    const { front } = program;
    front.fate = () => (dice() < 0.25 ? { kind: "cut", when: dice() < 0.5 ? "taken" : "answered" } : { kind: "carried" });
    while (front.harmed < DROPPED && !crowd.done) await pause(5);
    front.fate = () => ({ kind: "carried" });
    return front.harmed;
  },
};

/** The machine's clock is an hour fast, right again, an hour slow, right again. */
const wrongClock: Fault = {
  name: "machine's clock ±1 h",
  engines: BOTH,
  decisions: 60,
  times: 4,
  pace: CALM,
  harm: async (scene) => {
    let moves = 0;
    for (const clockMs of [HOUR_MS, 0, -HOUR_MS, 0]) {
      if (!(await decided(scene, 12))) break;
      scene.program.machine({ clockMs });
      moves += 1;
    }
    return moves;
  },
};

/** The program dies while the clock is wrong, with messages in hand, and the clock is right when it comes back. */
const wrongClockAndDeath: Fault = {
  ...wrongClock,
  name: "the same, then killed with -9",
  times: 2,
  harm: async (scene) => {
    let moves = 0;
    for (const clockMs of [HOUR_MS, -HOUR_MS]) {
      scene.program.machine({ clockMs });
      if (!(await decided(scene, 12))) break;
      await scene.program.kill();
      scene.program.machine({});
      await scene.program.start();
      moves += 1;
    }
    return moves;
  },
};

/** The domain's clock is moved on by an hour under load, through every due moment. */
const movedClock: Fault = {
  name: "domain clock +1 h",
  engines: BOTH,
  decisions: 40,
  times: 1,
  pace: CALM,
  clock: "adjustable",
  harm: async (scene) => ((await decided(scene, 15)) && (await scene.program.advance("PT1H")) ? 1 : 0),
};

export const SERVER_FAULTS: readonly Fault[] = [killedServer, killedDatabase, droppedCalls, wrongClock, wrongClockAndDeath, movedClock];
