const OCTOBER = 10;

/** The years whose calendar should be there: this one, and from October on the next. `today` is a local day. */
export const wantedYears = (today: string): number[] => {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return month >= OCTOBER ? [year, year + 1] : [year];
};
