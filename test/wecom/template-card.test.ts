import { expect } from "chai";
import type { Card } from "../../server/wecom/card.js";
import { CardRefused, templateCard, updatedTemplateCard } from "../../server/wecom/template-card.js";
import { TASK, closed, notice, reviewCard } from "./sample-cards.js";

describe("A card as message/send takes it", () => {
  it("with callback buttons is a button_interaction of exactly this shape", () => {
    expect(templateCard(reviewCard, TASK)).to.deep.equal({
      card_type: "button_interaction",
      source: { desc: "审核 · 第11条", desc_color: 0 },
      main_title: { title: "初审：开学第一课", desc: "微信公众号 · 加急" },
      quote_area: { type: 0, title: "第11条", quote_text: "三级审核，逐级把关。" },
      horizontal_content_list: [
        { keyname: "编辑", value: "责任编辑" },
        { keyname: "截止", value: "10:20" },
      ],
      card_action: { type: 1, url: "https://desk.example.com/d/1" },
      button_selection: {
        question_key: "gate",
        title: "退回关口",
        option_list: [
          { id: "policy", text: "政策关" },
          { id: "content", text: "内容关" },
        ],
      },
      button_list: [
        { type: 0, text: "通过", style: 1, key: "pass" },
        { type: 0, text: "退回", style: 2, key: "sendBack" },
        { type: 1, text: "查看全文", style: 4, url: "https://desk.example.com/d/1" },
      ],
      task_id: TASK,
    });
  });

  it("without callback buttons is a text_notice that leads somewhere, its links a jump list", () => {
    const jump = { kind: "link", text: "看", url: "http://h/p", style: 1 } as const;
    expect(templateCard({ ...notice, link: undefined, buttons: [jump] }, TASK)).to.deep.equal({
      card_type: "text_notice",
      source: { desc: "知会", desc_color: 1 },
      main_title: { title: "已通过" },
      card_action: { type: 1, url: "http://h/p" },
      jump_list: [{ type: 1, title: "看", url: "http://h/p" }],
      task_id: TASK,
    });
    expect(() => templateCard({ ...notice, link: undefined }, TASK)).to.throw(CardRefused, "link");
  });

  it("cuts each text at the recommended length with an ellipsis, counted in characters", () => {
    const long = "😀".repeat(400);
    const card = templateCard(
      {
        ...reviewCard,
        source: { text: long, colour: "red" },
        title: long,
        subtitle: long,
        quote: { article: long, text: long },
        rows: [{ keyname: long, value: long }],
        buttons: [{ kind: "callback", text: long, key: "k", style: 1 }],
        selection: { questionKey: "q", title: long, options: [{ id: "a", text: long }] },
      },
      TASK,
    );
    const {
      source,
      main_title: main,
      quote_area: quote,
      horizontal_content_list: rows,
      button_list: buttons,
      button_selection: selection,
    } = card;
    const texts = [source.desc, main.title, main.desc, quote?.title, quote?.quote_text, rows?.[0]?.keyname, rows?.[0]?.value];
    texts.push(buttons?.[0]?.text, selection?.title, selection?.option_list[0]?.text);
    expect(texts.map((text) => [...(text ?? "")].length)).to.deep.equal([20, 36, 44, 36, 300, 5, 30, 10, 16, 16]);
    expect(texts.every((text) => text?.endsWith("😀…"))).to.equal(true);
  });

  it("keeps titles on one line", () => {
    expect(templateCard({ ...notice, title: " 一\r\n二\u0000\t三 " }, TASK).main_title.title).to.equal("一 二 三");
  });

  it("a row leads to an address where it has one that WeCom takes", () => {
    const rowsOf = (url: string) =>
      templateCard({ ...reviewCard, rows: [{ keyname: "原帖", value: "weibo.com", url }] }, TASK).horizontal_content_list;
    expect(rowsOf("https://weibo.com/1")).to.deep.equal([{ keyname: "原帖", value: "weibo.com", type: 1, url: "https://weibo.com/1" }]);
    expect(rowsOf(`https://weibo.com/${"宣".repeat(800)}`)).to.deep.equal([{ keyname: "原帖", value: "weibo.com" }]);
  });

  const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ keyname: `k${n}`, value: "v" }));
  const buttons = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ kind: "callback", text: "b", key: `k${n}`, style: 1 }) as const);
  const links = (count: number) => Array.from({ length: count }, () => ({ kind: "link", text: "b", url: "https://h", style: 1 }) as const);
  const select = (count: number, id = "o", questionKey = "q") => ({
    selection: { questionKey, title: "t", options: Array.from({ length: count }, (_, n) => ({ id: n === 0 ? id : `${n}`, text: "o" })) },
  });
  const limits: [string, Partial<Card>, Partial<Card>][] = [
    ["6 rows", { rows: rows(6) }, { rows: rows(7) }],
    ["a row's name", { rows: rows(1) }, { rows: [{ keyname: " ", value: "v" }] }],
    ["6 buttons", { buttons: buttons(6) }, { buttons: buttons(7) }],
    ["3 links on a notice", { buttons: links(3) }, { buttons: links(4) }],
    ["unique keys", { buttons: buttons(2) }, { buttons: [...buttons(1), ...buttons(1)] }],
    [
      "1024 bytes of key",
      { buttons: [{ ...buttons(1)[0]!, key: "键".repeat(341) }] },
      { buttons: [{ ...buttons(1)[0]!, key: "键".repeat(342) }] },
    ],
    ["a key", {}, { buttons: [{ ...buttons(1)[0]!, key: "" }] }],
    ["a button's words", {}, { buttons: [{ ...buttons(1)[0]!, text: "\n" }] }],
    ["at most 10 options", select(10), select(11)],
    ["at least 1 option", select(1), select(0)],
    ["unique options", select(2, "x"), select(2, "1")],
    ["128 bytes of option id", select(1, "i".repeat(128)), select(1, "i".repeat(129))],
    ["1024 bytes of question key", select(1, "o", "q".repeat(1024)), select(1, "o", "q".repeat(1025))],
    ["a selected option that exists", {}, { selection: { ...select(1).selection, selectedId: "absent" } }],
    ["a link with scheme", { link: "http://h" }, { link: "javascript:alert(1)" }],
    ["2048 bytes of link", { link: `http://${"h".repeat(2041)}` }, { link: `http://${"h".repeat(2042)}` }],
    ["a title", {}, { title: " " }],
    ["a closed text", { closedText: "已办" }, { closedText: " " }],
  ];
  for (const [what, within, beyond] of limits) {
    it(`holds the hard limit: ${what}`, () => {
      expect(() => templateCard({ ...reviewCard, ...within }, TASK)).not.to.throw();
      expect(() => templateCard({ ...reviewCard, ...beyond }, TASK)).to.throw(CardRefused);
    });
  }

  it("holds the task id's alphabet and length", () => {
    for (const bad of ["", "a b", "任务", "a/b", "a".repeat(129)]) expect(() => templateCard(reviewCard, bad), bad).to.throw(CardRefused);
    expect(templateCard(reviewCard, "aZ09_-@".padEnd(128, "x")).task_id).to.have.length(128);
  });
});

describe("A card that leads somewhere", () => {
  it("opens the mini program where one is associated, before the page", () => {
    const placed = templateCard({ ...reviewCard, miniprogram: { appId: "wx0", pagePath: "pages/review/review?id=1" } }, TASK);
    expect(placed.card_action).to.deep.equal({ type: 2, appid: "wx0", pagepath: "pages/review/review?id=1" });
  });

  it("is a button card without any callback button where it must be changed later", () => {
    const link = { kind: "link" as const, text: "登记发布", url: "https://desk.example.com/d/1", style: 1 as const };
    const drawn = templateCard({ ...notice, buttons: [link], updatable: true }, TASK);
    expect(drawn.card_type).to.equal("button_interaction");
    expect(drawn.button_list).to.deep.equal([{ type: 1, text: "登记发布", style: 1, url: "https://desk.example.com/d/1" }]);
  });
});

describe("A card as an update takes it", () => {
  it("has no task id", () => {
    expect(updatedTemplateCard(reviewCard)).not.to.have.property("task_id");
  });

  it("when closed has one grey text in place of buttons and choice, also if it had no callback button", () => {
    for (const card of [closed, { ...notice, closedText: closed.closedText! }]) {
      const drawn = updatedTemplateCard(card);
      expect(drawn).to.include({ card_type: "button_interaction", replace_text: "已由 二审负责人 10:19 通过" });
      expect(drawn.button_list).to.deep.equal([{ type: 0, text: "已由 二审负责人 …", style: 1, key: "closed" }]);
      expect(drawn).not.to.have.property("button_selection");
      expect(drawn.card_action).to.deep.equal({ type: 1, url: "https://desk.example.com/d/1" });
    }
  });
});
