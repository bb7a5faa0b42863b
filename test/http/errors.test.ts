import { expect } from "chai";
import Koa from "koa";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Problem } from "../../server/http/contract.js";
import { answerErrors } from "../../server/http/errors.js";
import { Refusal } from "../../server/kernel/refusal.js";

describe("an error as the phone gets it", () => {
  const answerTo = async (thrown: unknown): Promise<{ status: number; problem: Problem; unknown: number; retryAfter: string | null }> => {
    let unknown = 0;
    const app = new Koa();
    app.use(answerErrors(() => (unknown += 1)));
    app.use(() => {
      throw thrown;
    });
    const answer = app.callback();
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/x`);
    const problem = (await response.json()) as Problem;
    server.close();
    return { status: response.status, problem, unknown, retryAfter: response.headers.get("retry-after") };
  };

  it("is its refusal, word for word", async () => {
    const { status, problem } = await answerTo(
      new Refusal({ code: "review.own-work", kind: "forbidden", detail: "请由他人审核", article: "11", text: "先审后发" }),
    );
    expect(status).to.equal(403);
    expect(problem).to.include({ code: "review.own-work", detail: "请由他人审核", article: "11", text: "先审后发" });
  });

  for (const code of ["ECONNREFUSED", "PROTOCOL_CONNECTION_LOST", "SQLITE_FULL", "SQLITE_BUSY"]) {
    it(`says that the database will be back where it answers ${code}, and loses nothing`, async () => {
      const { status, problem, retryAfter } = await answerTo(Object.assign(new Error("planted"), { driverError: { code } }));
      expect([status, problem.code, retryAfter]).to.deep.equal([503, "storage.unavailable", "5"]);
      expect(problem.detail).to.contain("您填写的内容还在本页");
    });
  }

  it("is a bare 500 where nobody knows it, without a word of what was thrown", async () => {
    const { status, problem, unknown } = await answerTo(new Error("secret-token-123"));
    expect([status, problem.code, unknown]).to.deep.equal([500, "internal", 1]);
    expect(JSON.stringify(problem)).not.to.contain("secret-token");
  });
});
