import { Refusal } from "../kernel/refusal.js";

const conflict = (code: string, detail: string): Refusal => new Refusal({ code: `operations.${code}`, kind: "conflict", detail });

export const letterSettled = (): Refusal => conflict("letter-settled", "这条消息已经有人处理过，请刷新后查看。");

export const letterUntrue = (why: string): Refusal => conflict("letter-untrue", `无需重发：${why}。`);

export const letterNobody = (): Refusal =>
  conflict("letter-nobody", "原收件人已不再办理这件事，没有重发。如已用其他方式告知，请点“已另行告知”。");

export const tapSettled = (): Refusal => conflict("tap-settled", "这次点按已经处理过，请刷新后查看。");
