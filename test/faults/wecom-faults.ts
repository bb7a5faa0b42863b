import { errorEntry } from "../../server/wecom/errors.js";
import { pause } from "./crowd.js";
import { BOTH, CALM, decided, type Fault, type Scene } from "./fault.js";

const SEND = "/cgi-bin/message/send";
const UPDATE = "/cgi-bin/message/update_template_card";
const TOKEN = "/cgi-bin/gettoken";
const DROPPED = 60;
const GARBLED = 60;

/** Calls of the program whose connection broke. */
const broken = ({ program }: Scene): number =>
  program.sandbox.journal.filter((entry) => entry.direction === "in" && entry.status === 0).length;

const down: Fault = {
  name: "WeCom down for 6 s",
  engines: BOTH,
  decisions: 60,
  times: 1,
  pace: CALM,
  harm: async (scene) => {
    if (!(await decided(scene, 10))) return 0;
    scene.program.sandbox.faults.down = true;
    await pause(6000);
    scene.program.sandbox.faults.down = false;
    return broken(scene) > 0 ? 1 : 0;
  },
};

/** First slow, then slower than the program has patience for: what it takes for lost may have arrived. */
const slow: Fault = {
  name: "WeCom slow: 1.5 s, then 11 s",
  engines: BOTH,
  decisions: 60,
  times: 2,
  pace: CALM,
  harm: async (scene) => {
    const { faults, journal } = scene.program.sandbox;
    if (!(await decided(scene, 10))) return 0;
    faults.slowMs = 1500;
    await pause(4000);
    const slowed = journal.length;
    faults.slowMs = 11_000;
    await pause(12_000);
    faults.slowMs = 0;
    return Math.min(2, scene.program.sandbox.journal.filter((entry) => entry.took > (slowed > 0 ? 1400 : 0)).length);
  },
};

const GARBAGE = [
  { status: 502, body: "<html><head><title>502 Bad Gateway</title></head><body></body></html>" },
  { status: 200, body: "" },
  { status: 200, body: '{"errcode":0,"errmsg":"ok","msgid":"half an ans' },
  { status: 200, body: '{"errcode":"0","errmsg":"ok"}' },
  { status: 200, body: "[]" },
  { status: 200, body: "null" },
  { status: 200, body: "\u0000\u0001\u0002\ufffd".repeat(500) },
  { status: 500, body: '{"message":"internal"}' },
  { status: 204, body: "" },
] as const;

/** Something on the way answers nonsense, whether WeCom took the call or not. */
const garbage: Fault = {
  name: "WeCom answers garbage",
  engines: BOTH,
  decisions: 90,
  times: GARBLED,
  pace: CALM,
  harm: async ({ program, crowd, dice }) => {
    const { back } = program;
    back.fate = () => {
      const said = GARBAGE[Math.floor(dice() * GARBAGE.length)] ?? GARBAGE[0];
      return dice() < 0.4 ? { kind: "answered", ...said, taken: dice() < 0.5 } : { kind: "carried" };
    };
    while (back.harmed < GARBLED && !crowd.done) await pause(5);
    back.fate = () => ({ kind: "carried" });
    return back.harmed;
  },
};

/** WeCom took the call, and the connection breaks before the program hears of it. */
const dropped: Fault = {
  name: "sockets dropped, WeCom's side",
  engines: BOTH,
  decisions: 90,
  times: DROPPED,
  pace: CALM,
  harm: async ({ program, crowd, dice }) => {
    const { back } = program;
    back.fate = () => (dice() < 0.3 ? { kind: "cut", when: dice() < 0.5 ? "taken" : "answered" } : { kind: "carried" });
    while (back.harmed < DROPPED && !crowd.done) await pause(5);
    back.fate = () => ({ kind: "carried" });
    return back.harmed;
  },
};

/** Every code that WeCom may answer a send with [90313]; the three of a login that was refused stand among the last. */
const CODES = [
  ...[-1, 6000, 40001, 40014, 42001, 40013, 41002, 41004, 40091, 41001, 40003, 60111, 40007, 40145, 40008, 40032, 40035, 40058, 40063],
  ...[44004, 40056, 41011, 40096, 42013, 40093, 42012, 43012, 45002, 45009, 45033, 45035, 48001, 48002, 60031, 48009, 50001, 50002],
  ...[50003, 60011, 60020, 60021, 60030, 60140, 81012, 82001, 81013, 82002, 82003, 82004, 82101, 82102, 84014, 84015, 85005, 80001],
  ...[85008, 90201, 90208, 93000, 93004, 301002, 301025, 301055, 301056, 301057, 40029, 42003, 42022],
];
const UPDATE_CODES = [-1, 42001, 60140, 82101, 82102, 45009, 60020];
/** Another try makes sense, now or later: the card must arrive. */
const PASSING = new Set(["retry", "refreshToken", "wait", "alarm"]);
const FOR_GOOD = CODES.filter((code) => !PASSING.has(errorEntry(code).action));

const answerOf = (errcode: number) => ({
  kind: "answered" as const,
  status: 200,
  body: JSON.stringify({ errcode, errmsg: "refused" }),
  taken: false,
});

/** Each code once, on the first send of a card of first review; some on updates, one on the token. Then six minutes pass. */
const codes: Fault = {
  name: `each of ${CODES.length} error codes`,
  engines: BOTH,
  decisions: 3 * CODES.length,
  times: CODES.length + UPDATE_CODES.length + 1,
  pace: { atOnce: 4, restMs: 0, cardMs: 500 },
  clock: "adjustable",
  mayAlsoCome: /卡片未送达：/,
  refused: 2 * FOR_GOOD.length,
  harm: async ({ program, crowd }) => {
    const { back } = program;
    const [sends, updates, tokens, tried] = [[...CODES], [...UPDATE_CODES], [40001], new Set<string>()];
    back.fate = ({ path, body }) => {
      const first = path === SEND && body.includes('"title":"初审：') && !tried.has(body);
      if (first) tried.add(body);
      const code = first
        ? sends.shift()
        : path === UPDATE
          ? updates.shift()
          : path === TOKEN && sends.length === 0
            ? tokens.shift()
            : undefined;
      return code === undefined ? { kind: "carried" } : answerOf(code);
    };
    while (sends.length + updates.length > 0 && !crowd.done) await pause(5);
    program.sandbox.faults.token = "expired";
    while (tokens.length > 0 && !crowd.done) await pause(5);
    back.fate = () => ({ kind: "carried" });
    return back.harmed;
  },
  after: async ({ program }) => void (await program.advance("PT6M")),
};

export const WECOM_FAULTS: readonly Fault[] = [down, slow, garbage, dropped, codes];
