const sorted = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other);

/** The value below which this share of all lies; NaN of nothing. */
export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** The value in the middle; NaN of nothing. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);
