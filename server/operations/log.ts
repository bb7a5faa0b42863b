import { pino, type Logger } from "pino";

export type { Logger };

/** Structured log lines on standard output. What could identify a session or open WeCom never gets into one. */
export const openLog = (level: string): Logger =>
  pino({
    level,
    redact: { paths: ["*.token", "*.secret", "*.authorization", "*.cookie", "*.code", "req.headers"], remove: true },
    formatters: { level: (label) => ({ level: label }) },
  });
