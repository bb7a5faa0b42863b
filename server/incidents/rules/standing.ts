import type { IncidentFacts } from "../facts.js";

type People = Pick<IncidentFacts, "people">;

/** 宣传部: whoever is on duty there, and its head. */
export const isPublicity = ({ people }: People, userid: string): boolean =>
  people.publicityDuty.includes(userid) || people.publicityHead.includes(userid);

export const isPublicityHead = ({ people }: People, userid: string): boolean => people.publicityHead.includes(userid);

/** 大数据中心: whoever is on duty there, and its head. */
export const isDataCentre = ({ people }: People, userid: string): boolean =>
  people.dataCentreDuty.includes(userid) || people.dataCentreHead.includes(userid);

/** 事发部门主要负责人 */
export const isUnitHead = ({ people }: People, userid: string): boolean => people.unitHead.includes(userid);

/** 主要领导、书记班子、分管领导 */
export const isLeader = ({ people }: People, userid: string): boolean =>
  people.topLeader.includes(userid) || people.secretariat.includes(userid) || people.leaderInCharge.includes(userid);

/** Those who may write what a duty asks for: 宣传部 and the unit concerned. */
export const handles = (facts: People, userid: string): boolean => isPublicity(facts, userid) || isUnitHead(facts, userid);

/** 书记班子成员 who stand in for somebody whom nothing reached, on record as such (R24-04). */
const standInsFor = ({ evidence }: Pick<IncidentFacts, "evidence">, userids: readonly string[]): string[] =>
  evidence.flatMap(({ kind, particulars: { leader, standIn } }) =>
    kind === "standIn" && leader !== undefined && standIn !== undefined && userids.includes(leader) ? [standIn] : [],
  );

/** To whom 第24条（二） is reported: the leader in charge, and whoever stands in. */
export const orangeLeaders = (facts: Pick<IncidentFacts, "people" | "evidence">): readonly string[] => {
  const { leaderInCharge, secretariat, topLeader } = facts.people;
  const own = leaderInCharge.length > 0 ? leaderInCharge : secretariat.length > 0 ? secretariat.slice(0, 1) : topLeader;
  return [...own, ...standInsFor(facts, own)];
};

/** To whom 第24条（三） is reported. Nobody can stand in for 主要领导 here: duty ① stays theirs. */
export const redLeaders = ({ people }: People): readonly string[] =>
  people.topLeader.length > 0 ? people.topLeader : people.secretariat.slice(0, 1);
