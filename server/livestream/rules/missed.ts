import type { Livestream } from "../../../entities/livestream.js";
import type { ExpectedCheckIn } from "../../../entities/patrol.js";

/** 结束 and 下播确认 are owed after the end as well, for so long; nobody can say later what he saw. */
const OWED_AFTER_END_MS = 24 * 3_600_000;

/** True where nobody waits for this check-in any more, because the livestream is over. */
export const isOver = (
  { status, endedAt }: Pick<Livestream, "status" | "endedAt">,
  { kind }: Pick<ExpectedCheckIn, "kind">,
  now: Date,
): boolean => {
  if (status !== "ended" || endedAt === null) return status === "cancelled";
  return (kind !== "end" && kind !== "offAir") || now.getTime() > endedAt.getTime() + OWED_AFTER_END_MS;
};
