/** One of our people, as far as the address book has a say. */
export interface Known {
  userid: string;
  name: string;
  /** left before */
  left: boolean;
  /** WeCom has shown them as active before: who never was in the app's range is not missed in it */
  shownBefore: boolean;
  /** the last day of their contract is over: WeCom does not bring them back */
  ended: boolean;
}

/** What WeCom shows of somebody; who is not shown is not there. */
export interface Shown {
  name: string;
  active: boolean;
}

/** Where our people and WeCom's address book differ, by userid. */
export interface Differences {
  /** active with us, and not, or not any more, with WeCom */
  missing: string[];
  /** left us, and active with WeCom */
  back: string[];
  /** shown for the first time */
  fresh: string[];
  /** called otherwise by WeCom */
  named: { userid: string; name: string }[];
}

/** WeCom owns names and who is active. */
export const differencesOf = (known: readonly Known[], shown: ReadonlyMap<string, Shown>): Differences => {
  const active = (userid: string): boolean => shown.get(userid)?.active === true;
  const called = ({ userid, name }: Known): string => shown.get(userid)?.name ?? name;
  return {
    missing: known.filter(({ userid, left, shownBefore }) => !left && shownBefore && !active(userid)).map(({ userid }) => userid),
    fresh: known.filter(({ userid, shownBefore }) => !shownBefore && active(userid)).map(({ userid }) => userid),
    back: known.filter(({ userid, left, ended }) => left && !ended && active(userid)).map(({ userid }) => userid),
    named: known
      .filter((person) => active(person.userid) && called(person) !== person.name)
      .map((person) => ({ userid: person.userid, name: called(person) })),
  };
};

/** So few may always be believed to have left, however small the organisation. */
const FEW = 2;

/** True where more people are missing than have plausibly left at once: a changed visible range or a fault of WeCom's. `percent` of those present. */
export const tooMany = (missing: number, present: number, percent: number): boolean => missing > Math.max(FEW, (present * percent) / 100);
