import type { FileView, Instant, NewIncident, Platform } from "../../server/http/contract.js";
import { platformOf } from "./incidents.js";
import { platformNames } from "./labels.js";
import { instantOf, millis, pickerParts } from "./moment.js";

export const incidentTitleMaximum = 120;
/** The longest description that the server takes. */
export const descriptionMaximum = 20_000;

/** What the report page holds. */
export interface IncidentForm {
  title: string;
  links: string[];
  /** as picked; empty: as the links tell */
  platform: Platform | "";
  description: string;
  files: FileView[];
  discoveredAt: Instant;
  /** empty: not known */
  occurredAt: Instant;
  /** empty: not known */
  unitId: string;
}

/** The minute in which `nowMs` falls. */
export const minuteOf = (nowMs: number): Instant => {
  const { day, clock } = pickerParts(nowMs);
  return instantOf(day, clock);
};

export const emptyIncident = (nowMs: number): IncidentForm => ({
  ...{ title: "", links: [""], platform: "", description: "", files: [], discoveredAt: minuteOf(nowMs), occurredAt: "", unitId: "" },
});

const linksOf = (form: IncidentForm): string[] => form.links.map((link) => link.trim()).filter(Boolean);

/** The platform of a report, as picked or as its first link tells; null: not known. */
export const reportedPlatform = (form: IncidentForm): Platform | null => {
  if (form.platform !== "") return form.platform;
  const [first] = linksOf(form);
  return first === undefined ? null : platformOf(first);
};

/** A platform that no link tells is said in the description's first line. */
const descriptionOf = (form: IncidentForm): string => {
  const told = linksOf(form).some((link) => platformOf(link) === form.platform);
  const line = form.platform === "" || told ? "" : `平台：${platformNames[form.platform]}\n`;
  return `${line}${form.description.trim()}`.trim();
};

/** The form as it is sent. */
export const newIncidentOf = (form: IncidentForm): NewIncident => ({
  title: form.title.trim(),
  links: linksOf(form),
  description: descriptionOf(form),
  discoveredAt: form.discoveredAt,
  ...(form.occurredAt === "" ? {} : { occurredAt: form.occurredAt }),
  ...(form.unitId === "" ? {} : { unitId: form.unitId }),
  files: form.files.map(({ id }) => id),
});

/** True while nothing of it is worth keeping. */
export const isBlank = (form: IncidentForm): boolean =>
  form.title.trim() === "" && form.description.trim() === "" && linksOf(form).length === 0 && form.files.length === 0;

/** What the phone itself can see is wrong, by field; the server checks everything again. */
export function faultsIn(form: IncidentForm, nowMs: number): Record<string, string> {
  const faults: Record<string, string> = {};
  const { length } = descriptionOf(form);
  if (form.title.trim() === "") faults.title = "请用一句话写明是什么事";
  if (linksOf(form).some((link) => !/^https?:\/\/\S+$/.test(link)))
    faults.links = "链接应以 http:// 或 https:// 开头；不是链接的内容请写在说明里";
  else if (linksOf(form).length === 0 && form.description.trim() === "") faults.links = "请填写链接，或用几句话说明情况";
  if (length > descriptionMaximum)
    faults.description = `说明最多 ${descriptionMaximum} 个字，现有 ${length} 个字，请删短，或把全文存成文档作为附件`;
  if (millis(form.discoveredAt) > nowMs) faults.discoveredAt = "发现时间晚于现在，请核对；各项时限从发现或报告时起算";
  if (form.occurredAt !== "" && millis(form.occurredAt) > millis(form.discoveredAt))
    faults.occurredAt = "发生时间晚于发现时间，请核对；不知道可以不填";
  return faults;
}
