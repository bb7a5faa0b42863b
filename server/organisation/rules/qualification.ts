import type { Person } from "../../../entities/person.js";
import { hasLeft, leagueEndsOn, membershipLapse, trainingLapse } from "../../identity/qualification.js";
import { addDays } from "../../kernel/local-time.js";
import type { GapKind } from "./gap-kinds.js";

/** Why a person may not hold a post today, or soon may not. */
export interface Obstacle {
  kind: GapKind;
  message: string;
  /** last local day on which all is still well; absent: it is so already */
  endsOn?: string;
}

/** Days before an expiry from which it is told (R11-09, R17-01). */
const NOTICE_DAYS = 30;

/** What of 第11条's condition on 政治面貌 the person does not meet today; null: nothing. */
const membershipObstacle = (person: Person, today: string, ageLimit: number): Obstacle | null => {
  switch (membershipLapse(person, today, ageLimit)) {
    case null:
      return null;
    case "notMember":
      return { kind: "editorNotMember", message: "不是中共党员（含预备党员）或共青团员，不能担任责任编辑" };
    case "birthUnknown":
      return { kind: "editorBirthUnknown", message: "是共青团员但没有登记出生日期，无法确认团员资格，请补充出生日期" };
    case "ofAge":
      return { kind: "editorOfAge", message: `共青团员已满 ${ageLimit} 周岁，请更新政治面貌或更换责任编辑` };
  }
};

/** What of 第17条's training the person lacks today; null: nothing. */
const trainingObstacle = (person: Person, today: string): Obstacle | null => {
  switch (trainingLapse(person, today)) {
    case null:
      return null;
    case "never":
      return { kind: "untrained", message: "没有培训合格记录，请先培训" };
    case "ended":
      return { kind: "trainingEnded", message: `培训合格已于 ${person.trainedUntil} 到期，请重新培训` };
  }
};

const present = (obstacles: readonly (Obstacle | null)[]): Obstacle[] => obstacles.filter((obstacle) => obstacle !== null);

const departure = (person: Person, today: string): Obstacle | null =>
  hasLeft(person, today) ? { kind: "holderLeft", message: "已经离任，请改派他人" } : null;

/** Why the person may not be 责任编辑 today (第11条, 第17条); empty: they may. */
export const editorObstacles = (person: Person, today: string, ageLimit: number): Obstacle[] =>
  present([departure(person, today), membershipObstacle(person, today, ageLimit), trainingObstacle(person, today)]);

/** Why the person may not sit at this level today; training stops the first level only (Q6). */
export const reviewerObstacles = (stage: "first" | "second" | "final", person: Person, today: string): Obstacle[] =>
  present([departure(person, today), stage === "first" ? trainingObstacle(person, today) : null]);

/** Why the person may not manage passwords today (第18条). */
export const custodianObstacles = (person: Person, today: string): Obstacle[] =>
  present([departure(person, today), person.established ? null : { kind: "custodianNotEstablished", message: "不在编，不能管理密码" }]);

/** What will stop being true of an editor within a month, or should be mended though it stops nobody. */
export const editorWarnings = (person: Person, today: string, ageLimit: number): Obstacle[] => {
  const soon = addDays(today, NOTICE_DAYS);
  const endsOn = person.membership === "league" ? leagueEndsOn(person, ageLimit) : null;
  const ageing =
    endsOn !== null && endsOn > today && endsOn <= soon
      ? { kind: "editorOfAgeSoon" as const, endsOn, message: `共青团员将于 ${endsOn} 满 ${ageLimit} 周岁，届时不能再任责任编辑` }
      : null;
  return present([ageing, trainingEndsSoon(person, today)]);
};

/** What a reviewer should mend though it stops nobody. */
export const reviewerWarnings = (stage: "first" | "second" | "final", person: Person, today: string): Obstacle[] => {
  const training = trainingObstacle(person, today);
  const designated =
    stage === "second" && !person.established
      ? { kind: "secondNotEstablished" as const, message: "二审责任人不在编，按指定负责同志对待，请保留本部门（单位）的指定依据" }
      : null;
  const untrained =
    stage !== "first" && training ? { kind: "reviewerUntrained" as const, message: `${training.message}（只提醒，不影响审核）` } : null;
  return present([designated, untrained, trainingEndsSoon(person, today)]);
};

const trainingEndsSoon = (person: Person, today: string): Obstacle | null =>
  person.trainedUntil !== null && person.trainedUntil >= today && person.trainedUntil <= addDays(today, NOTICE_DAYS)
    ? { kind: "trainingEndsSoon", endsOn: person.trainedUntil, message: `培训合格将于 ${person.trainedUntil} 到期，请及时复训` }
    : null;
