/** Milliseconds since 1970 of the machine's own clock. WeCom's transport (token life, signatures, time limits) runs on it, never on the adjustable one. */
export type Wall = () => number;

/** The sandbox's only door to the machine's clock. */
export const machineWall: Wall = () => Date.now();
