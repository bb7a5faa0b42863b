import { expect } from "chai";
import { sealCallback } from "../../server/sandbox/envelope.js";
import { readEvent } from "../../server/wecom/callback.js";
import { WecomClient } from "../../server/wecom/client.js";
import { Desk } from "../support/desk.js";
import { FakeWecom } from "./fake-wecom.js";

describe("WeCom's address book", () => {
  describe("as the app reads it", () => {
    const fake = new FakeWecom();
    let client: WecomClient;
    before(() => fake.start());
    after(() => fake.stop());
    beforeEach(() => {
      fake.forget();
      const app = { corpId: "ww1", agentId: 1000005, secret: "s" };
      client = new WecomClient({ apiBase: fake.base, ...app, wallNow: () => 1_760_000_000_000, timeoutMs: 2000 });
      fake.on("gettoken", () => ({ errcode: 0, access_token: "t", expires_in: 7200 }));
    });

    it("lists departments, and the members of one, lower-cased, with nothing more than names", async () => {
      fake.on("department/list", () => ({ errcode: 0, department: [{ id: 1 }, { id: 17, name: "x" }, { id: "2" }, null] }));
      fake.on("user/simplelist", () => ({
        errcode: 0,
        userlist: [{ userid: "Wang.Fang", name: " 王 ", mobile: "1" }, { userid: "b" }, {}],
      }));
      expect(await client.departments()).to.deep.equal({ kind: "departments", ids: [1, 17] });
      expect(await client.membersOf(17)).to.deep.equal({
        kind: "members",
        members: [
          { userid: "wang.fang", name: "王" },
          { userid: "b", name: "b" },
        ],
      });
      expect(fake.asked("user/simplelist")[0]?.query.get("department_id")).to.equal("17");
    });

    it("tells disabled and left from not yet joined, and unknown or out of range from a fault", async () => {
      const asked = (answer: object) => {
        fake.on("user/get", () => answer);
        return client.member("a");
      };
      const statuses = [];
      for (const status of [1, 2, 4, 5])
        statuses.push(await asked({ raw: JSON.stringify({ errcode: 0, name: "甲", status, mobile: "1" }) }));
      expect(statuses).to.deep.equal(
        [true, false, true, false].map((active, index) => ({ kind: "member", name: "甲", active, activated: index !== 2 })),
      );
      for (const errcode of [60111, 60011, 60021, 40003]) expect(await asked({ errcode })).to.deep.equal({ kind: "absent" });
      for (const errcode of [-1, 45009, 60020]) expect(await asked({ errcode })).to.include({ kind: "retry", errcode });
      expect(await asked({ raw: "<html>" })).to.include({ kind: "retry" });
    });
  });

  describe("as the contacts-sync assistant tells its changes", () => {
    const told = (inner: string) =>
      readEvent(
        `<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName><CreateTime>1760000000</CreateTime><MsgType>event</MsgType><Event>change_contact</Event>${inner}</xml>`,
      );

    it("ids only, every other field optional", () => {
      expect(told("<ChangeType>delete_user</ChangeType><UserID><![CDATA[Wang.Fang]]></UserID>")).to.deep.include({
        kind: "contactChange",
        changeType: "delete_user",
        userid: "wang.fang",
        newUserid: null,
        status: null,
        agentId: null,
      });
      expect(told("<ChangeType>update_user</ChangeType><UserID>a</UserID><NewUserID>B</NewUserID><Status>2</Status>")).to.include({
        newUserid: "b",
        status: 2,
      });
      expect(told("<ChangeType>create_party</ChangeType><Id>17</Id>")).to.include({ changeType: "create_party", userid: null });
    });

    it("two changes of one second are two events", () => {
      const keys = ["a", "b"].map((userid) => told(`<ChangeType>delete_user</ChangeType><UserID>${userid}</UserID>`).dedupeKey);
      expect(new Set(keys).size).to.equal(2);
    });
  });

  describe("at the callback address of its own", function () {
    this.timeout(30_000);
    let desk: Desk;
    before(async () => {
      desk = await Desk.open();
    });
    after(() => desk.close());

    const keysOf = (which: "app" | "contacts") => {
      const { corpId, token, aesKey, contacts } = desk.services.env.wecom;
      return { receiveId: corpId, ...(which === "contacts" && contacts ? contacts : { token, aesKey }) };
    };
    const xml = (inner: string): string =>
      `<xml><ToUserName>${keysOf("app").receiveId}</ToUserName><FromUserName>sys</FromUserName><CreateTime>1760000000</CreateTime><MsgType>event</MsgType>${inner}</xml>`;
    const gone = (): string => xml("<Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>first.1</UserID>");
    const post = async (path: string, keys: ReturnType<typeof keysOf>, agentId: number | null, text: string): Promise<number> => {
      const { query, body } = sealCallback(keys, agentId, text, Math.floor(Date.now() / 1000));
      return (await fetch(`${desk.url}${path}?${new URLSearchParams({ ...query }).toString()}`, { method: "POST", body })).status;
    };
    const CONTACTS = "/wecom/callback/contacts";

    it("is verified when it is saved", async () => {
      expect(await desk.sandbox.verifyContactsUrl()).to.include({ ok: true });
    });

    it("nobody leaves by what is forged, signed with the app's key, addressed to an app, or told at the wrong address", async () => {
      expect((await fetch(`${desk.url}${CONTACTS}`, { method: "POST", body: gone() })).status).to.equal(400);
      expect(await post(CONTACTS, keysOf("app"), null, gone())).to.equal(403);
      expect(await post(CONTACTS, keysOf("contacts"), desk.services.env.wecom.agentId, gone())).to.equal(403);
      expect(await post("/wecom/callback", keysOf("app"), desk.services.env.wecom.agentId, gone())).to.equal(200);
      const unsubscribed = xml("<Event>unsubscribe</Event>").replace("<FromUserName>sys", "<FromUserName>first.1");
      expect(await post(CONTACTS, keysOf("contacts"), null, unsubscribed)).to.equal(200);
      expect(await desk.news()).to.deep.equal({});
      await desk.as("first.1").get("/api/me");
    });

    it("what is rightly told counts, once however often it is delivered", async () => {
      for (const _ of [1, 2]) expect(await post(CONTACTS, keysOf("contacts"), null, gone())).to.equal(200);
      expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：初审负责人甲岗"] });
      await desk.as("first.1").get("/api/me", 401);
    });
  });
});
