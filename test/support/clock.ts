import { AdjustableClock } from "../../server/kernel/clock.js";

/** Where every test begins, whatever day it is run on; a desk moves on from here, never back. */
const BEGINNING = Date.parse("2025-12-01T00:00:00+08:00");
const shiftMs = Date.now() - BEGINNING;

/** A clock that ticks like the real one, from the tests' own beginning. All clocks of a test run agree. */
export const testClock = (): AdjustableClock => new AdjustableClock(() => Date.now() - shiftMs);
