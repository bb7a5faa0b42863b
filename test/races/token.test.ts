import { expect } from "chai";
import type { DataSource } from "typeorm";
import { SharedToken } from "../../entities/shared-token.js";
import { openDataSource } from "../../server/data-source.js";
import { SharedTokens } from "../../server/delivery/shared-tokens.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { AccessToken, type TokenAnswer, TokenUnavailable } from "../../server/wecom/token.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const APP = "ww5823bf96d3bd56c7/1000005";
const SECRET = "a session secret of some length";

describe("article 24 › the access token, shared by several processes", function () {
  this.timeout(30_000);
  let database: FreshDatabase;
  let opened: DataSource[] = [];
  let wall = 0;
  let asked = 0;
  beforeEach(async () => {
    database = await freshDatabase();
    opened = [await openDataSource(database.url)];
    await opened[0]?.runMigrations();
    wall = Date.parse("2026-11-24T09:00:00+08:00");
    asked = 0;
  });
  afterEach(async () => {
    for (const dataSource of opened) await dataSource.destroy();
    await database.drop();
  });

  const granted = (): Promise<TokenAnswer> => Promise.resolve({ kind: "granted", value: `token-${asked}`, livesSeconds: 7200 });
  /** A process of its own: its own connections where the engine allows, and nothing in memory that another one knows. */
  const processOf = async (answer: () => Promise<TokenAnswer> = granted, secret = SECRET): Promise<AccessToken> => {
    const own = opened[0] && database.engine === "sqlite" ? opened[0] : await openDataSource(database.url);
    if (!opened.includes(own)) opened.push(own);
    const ask = async (): Promise<TokenAnswer> => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 60));
      return answer();
    };
    return new AccessToken(APP, new SharedTokens(uow(own), secret), ask, () => wall);
  };
  const uows = new WeakMap<DataSource, UnitOfWork>();
  const uow = (dataSource: DataSource): UnitOfWork => {
    const known = uows.get(dataSource) ?? new UnitOfWork(dataSource);
    uows.set(dataSource, known);
    return known;
  };
  const row = async (): Promise<SharedToken | null> => {
    const [first] = opened;
    return first ? uow(first).read((tx) => tx.findOneBy(SharedToken, { app: APP })) : null;
  };
  const several = async (count: number, answer?: () => Promise<TokenAnswer>): Promise<AccessToken[]> => {
    const all = [];
    for (let number = 0; number < count; number += 1) all.push(await processOf(answer));
    return all;
  };

  it("is asked for once by six processes that start together, and once more by all of them when it is refused or near its end", async () => {
    const all = await several(6);
    const current = (): Promise<string[]> => Promise.all(all.map((token) => token.current()));
    expect(new Set(await current())).to.deep.equal(new Set(["token-1"]));
    await Promise.all(all.map((token) => token.invalidate("token-1")));
    expect(new Set(await current())).to.deep.equal(new Set(["token-2"]));
    await all[0]?.invalidate("token-1");
    expect(new Set(await current())).to.deep.equal(new Set(["token-2"]));
    wall += (7200 - 300) * 1000;
    expect(new Set(await current())).to.deep.equal(new Set(["token-3"]));
    expect(asked).to.equal(3);
    expect(await row()).to.include({ asker: null, askedUntil: null, refusedWith: null });
  });

  it("that WeCom refuses is refused to all of them for a minute, and asked for once after it", async () => {
    let refuse = true;
    const all = await several(4, () => (refuse ? Promise.resolve({ kind: "refused", errcode: 40001 }) : granted()));
    const outcomes = (): Promise<unknown[]> => Promise.all(all.map((token) => token.current().catch((error: unknown) => error)));
    for (const outcome of [...(await outcomes()), ...(await outcomes())]) {
      expect(outcome).to.be.instanceOf(TokenUnavailable).and.to.include({ errcode: 40001 });
    }
    expect(asked).to.equal(1);
    refuse = false;
    wall += 60_000;
    expect(new Set(await outcomes())).to.deep.equal(new Set(["token-2"]));
  });

  it("is asked for again at once after no answer, and by another process when the one that asked is gone", async () => {
    const answers: TokenAnswer[] = [{ kind: "unanswered", reason: "企业微信接口无法连接" }];
    const [first, second] = await several(2, () => {
      const next = answers.shift();
      return next ? Promise.resolve(next) : granted();
    });
    expect(await first?.current().catch((error: unknown) => error)).to.be.instanceOf(TokenUnavailable);
    expect(await row()).to.include({ asker: null });
    const { version } = (await row()) ?? { version: 0 };
    const [dataSource] = opened;
    if (!dataSource) throw new Error("nothing is open");
    const store = new SharedTokens(uow(dataSource), SECRET);
    const lost = await store.claim(APP, version, { now: wall, until: wall + 15_000 });
    expect(await store.claim(APP, version + 1, { now: wall, until: wall + 15_000 })).to.equal(null);
    wall += 15_000;
    expect(await second?.current()).to.equal("token-2");
    await store.settle(APP, lost ?? "", { token: { value: "late", refreshAt: wall + 1e6 } });
    expect(await first?.current()).to.equal("token-2");
  });

  it("stands sealed in the database: not to be read without the secret, nor in another app's row", async () => {
    const token = await processOf();
    await token.current();
    const kept = await row();
    expect(JSON.stringify(kept)).not.to.contain("token-1");
    expect(kept?.sealed).to.match(/^[A-Za-z0-9_-]{40,}$/);
    expect(await (await processOf(granted, "another secret of some length")).current()).to.equal("token-2");
    expect(asked).to.equal(2);
    const [dataSource] = opened;
    if (!dataSource) throw new Error("nothing is open");
    await uow(dataSource).run((tx) => tx.update(SharedToken, { app: APP }, { app: "ww5823bf96d3bd56c7/2" }));
    const foreign = await new SharedTokens(uow(dataSource), "another secret of some length").read("ww5823bf96d3bd56c7/2");
    expect(foreign.token).to.equal(null);
  });
});
