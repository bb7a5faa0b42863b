import { expect } from "chai";
import { ERROR_ACTIONS, WECOM_ERRORS, errorEntry, errorWords } from "../../server/wecom/errors.js";

const codesOf = (action: string) =>
  Object.keys(WECOM_ERRORS)
    .map(Number)
    .filter((code) => errorEntry(code).action === action)
    .sort((a, b) => a - b);

describe("The table of errcodes", () => {
  it("says what to do, code by code", () => {
    expect(Object.fromEntries(ERROR_ACTIONS.map((action) => [action, codesOf(action)]))).to.deep.equal({
      retry: [-1, 6000, 45033, 45035, 301057],
      refreshToken: [40001, 40014, 42001],
      wait: [45009],
      giveUp: [
        40008, 40032, 40035, 40058, 40063, 41001, 44004, 45002, 81012, 82001, 82002, 82003, 82004, 86001, 86006, 86207, 86215, 86216,
      ],
      alarm: [40013, 40056, 40091, 41002, 41004, 41011, 43012, 48001, 48002, 50001, 50003, 60020, 60031, 85005, 301002],
      dropRecipient: [40003, 50002, 60011, 60021, 60030, 60111, 81013],
      alreadySent: [42014],
      notUpdatable: [42015, 42016, 60140, 82101, 82102],
      badCode: [40029, 42003, 42013, 42022],
      unavailable: [93000, 93004, 301049, 301050, 301051],
      gone: [40050, 49008, 86003, 86008],
    });
  });

  it("has for every code the vendor's meaning and Chinese words for the administrator", () => {
    for (const { meaning, advice } of Object.values(WECOM_ERRORS)) {
      expect(meaning).to.match(/^[\x20-\x7e]+$/);
      expect(advice).to.match(/\p{Script=Han}/u);
    }
  });

  it("gives up what it does not know, and says so", () => {
    expect(errorEntry(99999).action).to.equal("giveUp");
    expect(errorWords(99999)).to.include("99999").and.include("未知错误码");
  });

  it("takes of errmsg only the address that must be entered in the console", () => {
    const errmsg = "not allow to access from your ip, hint: [1], from ip: 203.0.113.9, more info at https://open.work.weixin.qq.com";
    expect(errorWords(60020, errmsg)).to.equal(
      "企业微信返回 60020：服务器出口IP不在应用的“企业可信IP”中，请添加后约1分钟生效（当前出口IP：203.0.113.9）",
    );
    expect(errorWords(40014, errmsg)).not.to.include("203.0.113.9");
    expect(errorWords(60020, { from: "ip" })).not.to.include("出口IP：");
  });
});
