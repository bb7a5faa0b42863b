import { createServer } from "node:net";

/** Below the ports from which the system serves outgoing connections (Linux: 32768): one that is free stays so until it is taken on purpose. */
const FIRST = 20_000;
/** Each process of tests goes through a slice of its own, so that none finds free what another is about to take. */
const [SLICES, SLICE] = [24, 500];

let asked = 0;

/** A loopback port that nobody uses at this moment, and that this process was not given lately. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < SLICE; tries += 1) {
    const port = FIRST + (process.pid % SLICES) * SLICE + (asked++ % SLICE);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${SLICE} ports is free`);
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
