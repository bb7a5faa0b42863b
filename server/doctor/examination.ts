import { callbackChecks } from "./callback-checks.js";
import { channelChecks } from "./channel-checks.js";
import { databaseChecks } from "./database-checks.js";
import { domainChecks } from "./domain-checks.js";
import type { Finding } from "./finding.js";
import { installationChecks } from "./installation-checks.js";
import { rangeChecks } from "./range-checks.js";
import { ringing, sending } from "./trials.js";
import type { Check, Part, Ward } from "./ward.js";
import { wecomChecks } from "./wecom-checks.js";

/** Whose phone may be bothered; nobody's unless named. */
export interface Trials {
  send?: string;
  ring?: string;
}

const STANDING: readonly Check[] = [
  ...installationChecks,
  ...databaseChecks,
  ...wecomChecks,
  ...rangeChecks,
  ...domainChecks,
  ...callbackChecks,
  ...channelChecks,
];

/** What the parts are called where a check had to be skipped. */
const PART_WORDS: Readonly<Record<Part, string>> = {
  database: "数据库",
  api: "企业微信接口",
  token: "企业与凭证",
  trustedIp: "企业可信IP",
  app: "应用",
  running: "程序与网址",
};

/**
 * Examines an installation step by step, each finding as soon as it is known. What rests on a part that was found bad is skipped. Nothing is changed and nobody
 * is bothered, except by the trials.
 */
export async function* examine(ward: Ward, trials: Trials = {}): AsyncGenerator<Finding> {
  const broken = new Set<Part>();
  const tried = [...(trials.send ? [sending(trials.send)] : []), ...(trials.ring ? [ringing(trials.ring)] : [])];
  for (const check of [...STANDING, ...tried]) {
    const missing = check.needs.find((part) => broken.has(part));
    if (missing) {
      if (check.part) broken.add(check.part);
      yield { grade: "skipped", title: check.title, what: `先排除「${PART_WORDS[missing]}」的故障` };
      continue;
    }
    const findings = await check.run(ward);
    if (check.part && findings.some(({ grade }) => grade === "bad")) broken.add(check.part);
    yield* findings;
  }
}
