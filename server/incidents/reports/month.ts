import { addDays, instantOf, localDay } from "../../kernel/local-time.js";

/** A calendar month of the organisation's local time. */
export interface Month {
  /** YYYY-MM */
  name: string;
  from: Date;
  /** the first moment after it */
  until: Date;
}

/** The month of this name. */
export const monthOf = (name: string): Month => {
  const first = `${name}-01`;
  const next = addDays(first, 31).slice(0, 7);
  return { name, from: instantOf(first, "00:00"), until: instantOf(`${next}-01`, "00:00") };
};

/** The month in which the instant falls. */
export const monthAt = (at: Date): Month => monthOf(localDay(at).slice(0, 7));

/** The month before. */
export const monthBefore = ({ name }: Month): Month => monthOf(addDays(`${name}-01`, -1).slice(0, 7));
