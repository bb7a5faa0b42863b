import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { DispatchLog } from "../delivery/dispatcher.js";

/** What is counted while the program runs, as Prometheus reads it. */
export interface Metrics {
  registry: Registry;
  request(method: string, status: number, seconds: number): void;
  callback(result: string, detail: string): void;
  sent: DispatchLog["sent"];
  /** seconds since the last sweep */
  swept(ageSeconds: number): void;
  /** age in seconds of the oldest message that is due, by lane */
  queueAge(lane: number, seconds: number): void;
}

export const openMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({ name: "desk_http_seconds", help: "HTTP requests", labelNames: ["method", "status"], registers });
  const callbacks = new Counter({
    name: "desk_callbacks_total",
    help: "WeCom callbacks by result",
    labelNames: ["result", "detail"],
    registers,
  });
  const sends = new Counter({ name: "desk_sends_total", help: "Calls to WeCom by result", labelNames: ["kind", "result"], registers });
  const waits = new Histogram({ name: "desk_send_wait_seconds", help: "From owed to sent", labelNames: ["kind"], registers });
  const sweepLag = new Gauge({ name: "desk_sweep_lag_seconds", help: "Seconds since the last sweep", registers });
  const queue = new Gauge({ name: "desk_queue_age_seconds", help: "Age of the oldest due message", labelNames: ["lane"], registers });
  return {
    registry,
    request: (method, status, seconds) => requests.observe({ method, status: String(status) }, seconds),
    callback: (result, detail) => callbacks.inc({ result, detail: detail.slice(0, 40) }),
    sent: ({ kind, result, waitedMs }) => {
      sends.inc({ kind, result });
      if (result === "accepted") waits.observe({ kind }, waitedMs / 1000);
    },
    swept: (ageSeconds) => sweepLag.set(ageSeconds),
    queueAge: (lane, seconds) => queue.set({ lane: String(lane) }, seconds),
  };
};
