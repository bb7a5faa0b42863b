import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";

/** A refusal that rests on a row of the rule: its article and words go with it. */
export const refuse = (code: string, kind: RefusalKind, detail: string, duty: DutyName = "setLevel"): Refusal =>
  new Refusal({ code: `incidents.${code}`, kind, detail, article: DUTIES[duty].article, text: DUTIES[duty].text });

export const incidentNotFound = (): Refusal =>
  new Refusal({ code: "incidents.not-found", kind: "notFound", detail: "没有找到这个舆情事件，可能链接不完整。请从待办或舆情列表打开。" });

export const notYoursToRead = (): Refusal =>
  new Refusal({
    code: "incidents.not-yours-to-read",
    kind: "forbidden",
    detail: "没有您可以查看的这个舆情事件：它不涉及您的部门，或链接不完整。需要了解情况请联系宣传部值班。",
    article: "19",
  });
