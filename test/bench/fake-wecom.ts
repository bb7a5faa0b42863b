import { fork } from "node:child_process";

/** One `message/send` as it arrived: when (milliseconds by the machine's monotonic clock, see `machineNow`), and for whom. */
export interface Sent {
  at: number;
  to: readonly string[];
}

/**
 * A WeCom that takes everything at once and notes what is sent: the same other side for the program and for whatever it is held against. A process of
 * its own, so that neither of them shares its time.
 */
export interface FakeWecom {
  url: string;
  /** Forgets what was sent so far. */
  reset(): Promise<void>;
  /** What was sent since, once it is so much. */
  arrived(count: number): Promise<readonly Sent[]>;
  close(): Promise<void>;
}

/** What the fake is asked, by message. */
export type Question = { ask: "reset" | "end" } | { ask: "arrived"; count: number };

/** Milliseconds by a clock that all processes of this machine share. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;

export const startFakeWecom = async (): Promise<FakeWecom> => {
  const child = fork("test/bench/fake-wecom-process.ts", { execArgv: ["--import", "tsx"] });
  const answer = <T>(question?: Question): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once("message", (message) => resolve(message as T));
      child.once("error", reject);
      if (question) child.send(question);
    });
  const { url } = await answer<{ url: string }>();
  return {
    url,
    reset: async () => void (await answer({ ask: "reset" })),
    arrived: (count) => answer<readonly Sent[]>({ ask: "arrived", count }),
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.send({ ask: "end" } satisfies Question);
      await ended;
    },
  };
};
