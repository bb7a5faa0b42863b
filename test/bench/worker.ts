import { openAgain, type Tap } from "./tap.js";

/** One process of several on one database: decides the taps it is handed, so many at a time, and says when it is ready and when it is done. */
const [url = "", folder = ""] = process.argv.slice(2);
const { services } = await openAgain(url, folder);
process.on("message", ({ taps, atOnce }: { taps: Tap[]; atOnce: number }) => {
  const rest = [...taps];
  const work = async (): Promise<void> => {
    for (let tap = rest.shift(); tap; tap = rest.shift()) await services.reception.receive(tap);
  };
  void Promise.all(Array.from({ length: atOnce }, work)).then(() => process.send?.("done"));
});
process.on("disconnect", () => void services.close());
process.send?.("ready");
