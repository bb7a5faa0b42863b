import type { Account } from "../../entities/account.js";
import type { Draft } from "../../entities/draft.js";
import type { Permit } from "../../entities/permit.js";
import type { Person } from "../../entities/person.js";
import type { Revision } from "../../entities/revision.js";
import type { Unit } from "../../entities/unit.js";
import type { Verdict } from "../../entities/verdict.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import type { DraftFacts } from "../../server/review/facts.js";
import type { VerdictWish } from "../../server/review/rules.js";
import { allGates } from "../../server/review/rules.js";

export const TODAY = "2026-11-24";
export const NOW = new Date("2026-11-24T10:00:00+08:00");

export const person = (userid: string, extra: Partial<Person> = {}): Person => ({
  userid,
  name: userid,
  unitId: "media",
  membership: "party",
  birthOn: "1985-05-04",
  established: true,
  trainedUntil: "2027-06-30",
  leavesOn: null,
  leftAt: null,
  ...extra,
});

const draft = (extra: Partial<Draft>): Draft => ({
  id: "d1",
  accountId: "wx",
  editorUserid: "ed",
  status: "inReview",
  stage: "first",
  revision: 1,
  contentHash: "h1",
  title: "开学第一课",
  category: "normal",
  urgency: "normal",
  plannedAt: NOW,
  round: 1,
  sentBack: false,
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
  ...extra,
});

const revision = (extra: Partial<Revision>): Revision => ({
  id: "r1",
  draftId: "d1",
  number: 1,
  title: "开学第一课",
  content: { body: "正文", cover: null, links: [], files: [] },
  contentHash: "h1",
  editors: ["ed"],
  createdAt: NOW,
  submittedAt: NOW,
  ...extra,
});

export const verdict = (by: string, stage: Verdict["stage"], kind: Verdict["verdict"] = "pass", extra: Partial<Verdict> = {}): Verdict => ({
  id: `${by}-${stage}-${kind}`,
  draftId: "d1",
  revision: 1,
  round: 1,
  stage,
  verdict: kind,
  byUserid: by,
  byName: by,
  byPost: "",
  onBehalfOf: null,
  at: NOW,
  via: "card",
  openedFullText: false,
  gates: null,
  comment: null,
  decisionKey: `${by}-${stage}`,
  ...extra,
});

export const permit = (extra: Partial<Permit> = {}): Permit => ({
  id: "p1",
  number: "2026-00001",
  draftId: "d1",
  revision: 1,
  contentHash: "h1",
  issuedAt: new Date(NOW.getTime() - 3_600_000),
  validUntil: new Date(NOW.getTime() + 3_600_000),
  issuedBy: "head",
  accountableUserid: "head",
  voidedAt: null,
  voidedFor: null,
  usedAt: null,
  standingKey: "d1",
  ...extra,
});

interface Different {
  draft?: Partial<Draft>;
  revision?: Partial<Revision>;
  account?: Partial<Account>;
  unit?: Partial<Unit>;
  people?: Person[];
  seats?: Partial<DraftFacts["seats"]>;
  verdicts?: Verdict[];
  permit?: Permit | null;
  readers?: string[];
}

/** A draft of `ed` in first review; f1 f2, s1 s2 and head hold the levels. */
export const facts = (different: Different = {}): DraftFacts => {
  const people = new Map(["ed", "ed2", "f1", "f2", "s1", "s2", "head"].map((userid) => [userid, person(userid)]));
  for (const each of different.people ?? []) people.set(each.userid, each);
  return {
    settings: SETTING_DEFAULTS,
    account: {
      id: "wx",
      platform: "wechat",
      name: "公众号",
      unitId: "media",
      status: "active",
      certifiedAs: null,
      lastPublishedOn: null,
      ...different.account,
    },
    unit: {
      id: "media",
      name: "新媒体团队",
      kind: "operating",
      wecomDepartmentId: null,
      headUserid: "head",
      leaderInChargeUserid: null,
      ...different.unit,
    },
    seats: { editor: ["ed", "ed2"], first: ["f1", "f2"], second: ["s1", "s2"], final: ["head"], ...different.seats },
    people,
    draft: draft(different.draft ?? {}),
    revision: revision(different.revision ?? {}),
    verdicts: different.verdicts ?? [],
    permit: different.permit ?? null,
    readers: new Set(different.readers ?? []),
  };
};

export const wish = (extra: Partial<VerdictWish> = {}): VerdictWish => ({
  revision: 1,
  verdict: "pass",
  via: "page",
  stage: null,
  gates: { ...allGates },
  comment: null,
  ...extra,
});
