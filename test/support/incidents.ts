import type {
  ClosingInput,
  ConsultationInput,
  DischargeInput,
  FinishInput,
  IncidentDuty,
  IncidentView,
  InstructionInput,
  KeepLevelInput,
  LevelInput,
  LoweringAnswer,
  LoweringInput,
  NewIncident,
  ProposalInput,
  ReviewInput,
  UnitInput,
} from "../../server/http/contract.js";
import type { Desk } from "./desk.js";

/** The bodies of the calls under one incident, by the last part of their address. */
interface Bodies {
  level: LevelInput;
  "level/keeping": KeepLevelInput;
  consultation: ConsultationInput;
  proposal: ProposalInput;
  acknowledgement: undefined;
  instruction: InstructionInput;
  unit: UnitInput;
  finish: FinishInput;
  lowering: LoweringInput;
  "lowering/answer": LoweringAnswer;
  closing: ClosingInput;
  review: ReviewInput;
}

/** The incident that most tests begin with; found twenty minutes before the desk opens. */
export const REPORT: NewIncident = {
  title: "某校学生集体投诉",
  links: ["https://weibo.com/1234/Nabc"],
  description: "多名学生反映宿舍停水，评论区已有百余条。",
  discoveredAt: "2026-11-24T08:40:00+08:00",
};

/** Calls about incidents in somebody's name; a refused one answers with its problem under another status. */
export const incidentCalls = (desk: Desk) => ({
  report: (userid: string, extra: Partial<NewIncident> = {}): Promise<IncidentView> =>
    desk.as(userid).post<IncidentView>("/api/incidents", { ...REPORT, ...extra }, 201),
  view: (userid: string, id: string): Promise<IncidentView> => desk.as(userid).get<IncidentView>(`/api/incidents/${id}`),
  act: <T = IncidentView, V extends keyof Bodies = keyof Bodies>(
    userid: string,
    id: string,
    verb: V,
    body: Bodies[V],
    status = 200,
  ): Promise<T> => desk.as(userid).post<T>(`/api/incidents/${id}/${verb}`, body, status),
  discharge: <T = IncidentView>(userid: string, id: string, duty: IncidentDuty, body: DischargeInput, status = 200): Promise<T> =>
    desk.as(userid).post<T>(`/api/incidents/${id}/duties/${duty}`, body, status),
});

type News = Record<string, string[]>;

/** News in which the digests of some working days come first, as they do on the phones of both desks and the head of 宣传部 (R23-01). */
export const withDigests = (news: News, ...days: string[]): News => {
  const digests = days.map((day) => `舆情日报：${day}`);
  const all = { ...news };
  for (const userid of ["pub.1", "pub.head", "data.1"]) all[userid] = [...digests, ...(news[userid] ?? [])];
  return all;
};
