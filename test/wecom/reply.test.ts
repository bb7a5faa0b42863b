import { decrypt, getSignature } from "@wecom/crypto";
import { expect } from "chai";
import { readEvent } from "../../server/wecom/callback.js";
import type { CardPress } from "../../server/wecom/events.js";
import { messageBody, recipientsOf } from "../../server/wecom/message.js";
import { TEXT_BYTES, cardReply, sealReply, textReply } from "../../server/wecom/reply.js";
import { templateCard } from "../../server/wecom/template-card.js";
import { allChildren, leafText, oneChild, oneText, parseXml } from "../../server/wecom/xml.js";
import { AES_KEY, CORP, TOKEN, crypto, pressXml } from "./callback-kit.js";
import { TASK, closed, reviewCard } from "./sample-cards.js";

const event = readEvent(pressXml()) as CardPress;

describe("The bytes of a message", () => {
  const card = { kind: "card", toUsers: ["review.first", "Lead.Vice"], agentId: 1000005, card: reviewCard, taskId: TASK } as const;

  it("are the same each time and carry the duplicate check at its longest, and never expand userids", () => {
    const body = messageBody(card);
    expect(messageBody(card)).to.equal(body);
    expect(JSON.parse(body)).to.deep.equal({
      touser: "review.first|Lead.Vice",
      agentid: 1000005,
      msgtype: "template_card",
      template_card: templateCard(reviewCard, TASK),
      enable_id_trans: 0,
      enable_duplicate_check: 1,
      duplicate_check_interval: 14400,
    });
    expect(recipientsOf(body)).to.deep.equal(["review.first", "lead.vice"]);
  });

  it("of a text hold 2048 bytes, cut on a character's border", () => {
    const content = (text: string) =>
      (JSON.parse(messageBody({ kind: "text", toUsers: ["a"], agentId: 1, text })) as { text: { content: string } }).text.content;
    const cut = content("汉".repeat(700));
    expect(Buffer.byteLength(cut)).to.be.within(TEXT_BYTES - 3, TEXT_BYTES);
    expect(cut).to.match(/^汉+…$/);
    expect(content("a".repeat(TEXT_BYTES))).to.equal("a".repeat(TEXT_BYTES));
    expect(content('标题<a href="http://x">点我</a> 1<2')).to.equal('标题＜a href="http://x">点我＜/a> 1<2');
  });

  it("are not made for nobody, for everybody, for more than 1000, or for what is no userid", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`);
    for (const toUsers of [[], ["@all"], ["a|b"], ["a", ""], ["成员"], ["a".repeat(65)], many(1001)]) {
      expect(() => messageBody({ ...card, toUsers }), String(toUsers.slice(0, 2))).to.throw(RangeError);
    }
    expect(() => messageBody({ ...card, toUsers: many(1000) })).not.to.throw();
  });
});

describe("A passive reply", () => {
  it("of text goes to the person who caused it, within 2048 bytes, without borrowed links", () => {
    const root = parseXml(textReply(event, `${"汉".repeat(700)}`, 1760000101));
    expect(["ToUserName", "FromUserName", "CreateTime", "MsgType"].map((name) => oneText(root, name))).to.deep.equal([
      "review.first",
      CORP,
      "1760000101",
      "text",
    ]);
    expect(Buffer.byteLength(oneText(root, "Content") ?? "")).to.be.within(TEXT_BYTES - 3, TEXT_BYTES);
    expect(oneText(parseXml(textReply(event, '<A href="http://x">y</a>]]>', 1)), "Content")).to.equal('＜A href="http://x">y＜/a>]]>');
  });

  it("of a card is the update in the vendor's names, its lists repeated", () => {
    const root = parseXml(cardReply(event, reviewCard, 1760000101));
    expect(oneText(root, "MsgType")).to.equal("update_template_card");
    const card = oneChild(root, "TemplateCard")!;
    expect(Object.keys(card.children)).to.deep.equal([
      "CardType",
      "Source",
      "MainTitle",
      "QuoteArea",
      "HorizontalContentList",
      "CardAction",
      "ButtonSelection",
      "ButtonList",
    ]);
    const of = (parent: string, child: string) => allChildren(card, parent).map((each) => leafText(oneChild(each, child)!));
    expect(of("HorizontalContentList", "KeyName")).to.deep.equal(["编辑", "截止"]);
    expect(of("ButtonList", "Text")).to.deep.equal(["通过", "退回", "查看全文"]);
    expect(of("QuoteArea", "QuoteText")).to.deep.equal(["三级审核，逐级把关。"]);
    expect(of("Source", "DescColor")).to.deep.equal(["0"]);
    const selection = oneChild(card, "ButtonSelection")!;
    expect(oneText(selection, "QuestionKey")).to.equal("gate");
    expect(allChildren(selection, "OptionList").map((option) => oneText(option, "Id"))).to.deep.equal(["policy", "content"]);
  });

  it("of a closed card carries the grey text", () => {
    const card = oneChild(parseXml(cardReply(event, closed, 1)), "TemplateCard")!;
    expect(oneText(card, "ReplaceText")).to.equal("已由 二审负责人 10:19 通过");
  });

  it("sealed is opened and its signature confirmed by the vendor's library", () => {
    const xml = cardReply(event, closed, 1760000101);
    const root = parseXml(sealReply(crypto, xml, "1760000101", "abc"));
    const encrypted = oneText(root, "Encrypt")!;
    expect(decrypt(AES_KEY, encrypted)).to.include({ message: xml, id: CORP });
    expect(oneText(root, "MsgSignature")).to.equal(getSignature(TOKEN, "1760000101", "abc", encrypted));
    expect([oneText(root, "TimeStamp"), oneText(root, "Nonce")]).to.deep.equal(["1760000101", "abc"]);
  });
});
