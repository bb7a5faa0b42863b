import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports from which the system serves outgoing connections (Linux: 32768): one that is free stays so until it is taken on purpose. */
const [FIRST, BEYOND] = [20_000, 32_000];
const TRIES = 50;

/** A loopback port that nobody uses at this moment. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, BEYOND);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${TRIES} ports is free`);
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
