import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { machineNow, type Question, type Sent } from "./fake-wecom.js";

let sent: Sent[] = [];
let awaited: number | null = null;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

const tellOnce = (): void => {
  if (awaited === null || sent.length < awaited) return;
  awaited = null;
  process.send?.(sent);
};

const ANSWER = JSON.stringify({
  errcode: 0,
  errmsg: "ok",
  access_token: "token",
  expires_in: 7200,
  msgid: "m",
  response_code: "r",
  chatid: "c",
});

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const at = machineNow();
    response.setHeader("Content-Type", "application/json");
    response.end(ANSWER);
    if (!request.url?.startsWith("/cgi-bin/message/send")) return;
    sent.push({ at, to: String((JSON.parse(body) as { touser?: string }).touser ?? "").split("|") });
    tellOnce();
  });
});

process.on("message", (question: Question) => {
  if (question.ask === "end") server.close(() => process.exit(0)).closeAllConnections();
  if (question.ask === "reset") {
    sent = [];
    process.send?.({});
  }
  if (question.ask === "arrived") {
    awaited = question.count;
    tellOnce();
  }
});

server.listen(0, "127.0.0.1", () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
