import type { Corp } from "../corp.js";
import { callHttp, NoAnswer } from "../http-call.js";
import { DeskProblem, wordOf } from "./asking.js";

const CLOCK_TIMEOUT_MS = 300_000;

/** Asks the app to move the shared clock; its refusal is passed on in its own words. */
export async function moveClock(corp: Corp, body: Record<string, unknown>): Promise<{ now: string }> {
  const wish = typeof body.to === "string" ? { to: body.to } : { advance: wordOf(body, "advance") };
  let answer: { status: number; body: string };
  try {
    const url = `${corp.options.appUrl.replace(/\/$/, "")}/dev/clock`;
    answer = await callHttp({
      url,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
      timeoutMs: CLOCK_TIMEOUT_MS,
    });
  } catch (error) {
    throw new DeskProblem(
      502,
      error instanceof NoAnswer && error.reason === "timeout" ? "调时间超时：应用没有响应" : "调时间失败：应用没有启动或无法连接",
    );
  }
  corp.events.emit("clock");
  if (answer.status >= 200 && answer.status < 300) return { now: corp.nowText() };
  const detail = /"(?:detail|title)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(answer.body)?.[1];
  throw new DeskProblem(502, `应用拒绝调时间（HTTP ${answer.status}）${detail ? `：${detail}` : "，它可能没有使用可调时钟"}`);
}
