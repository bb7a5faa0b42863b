/** How a file names its own parts, for messages about what does not fit together. */
export interface Wording {
  /** a row of a section, which is counted from 0, e.g. 第 3 个 */
  row(section: string, index: number): string;
  people: string;
  units: string;
  /** a unit's 主要负责同志 */
  head: string;
  userid: string;
}

export const JSON_WORDING: Wording = {
  row: (_section, index) => `第 ${index + 1} 个`,
  people: "人员（people）",
  units: "单位（units）",
  head: " head ",
  userid: "userid",
};
