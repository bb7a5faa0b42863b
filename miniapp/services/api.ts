import type {
  AccountList,
  AccountPostsList,
  ApplicationOptions,
  BulletinInput,
  CalendarChanged,
  CalendarView,
  CheckInAnswer,
  CheckInInput,
  CorrectionInput,
  DraftChange,
  DraftList,
  DraftView,
  DutyDeskView,
  FeedKeyMade,
  FeedState,
  FileView,
  GapsView,
  HeadComparison,
  ImportView,
  IncidentList,
  IncidentNumbers,
  IncidentSummary,
  IncidentView,
  Instant,
  LeadList,
  LeadsImported,
  LiveBoard,
  LivestreamList,
  LivestreamMonth,
  LivestreamView,
  MeasuresView,
  MemberList,
  MeView,
  NewDraft,
  NewIncident,
  NewLivestream,
  OperationsView,
  PatrolPlace,
  PatrolPool,
  PhoneTree,
  PublicationInput,
  RecordPage,
  RehearsalResult,
  SealView,
  RotaImported,
  RotaMonth,
  RotaPeople,
  RotaToday,
  SettingGrounds,
  SettingHistoryView,
  SettingsView,
  SettingView,
  ShiftInput,
  ShiftStory,
  SubscriptionView,
  SwapInput,
  TimelineView,
  TodoList,
  TodoScope,
  UnitList,
  UpwardReportInput,
  UpwardReportList,
  VerdictInput,
  WrittenReportView,
  YearInput,
} from "../../server/http/contract.js";
import type { ChosenFile } from "../platform/host.js";
import { host } from "../platform/index.js";
import { reachable } from "./network.js";
import { createRequests } from "./request.js";
import { serverNow, syncClock } from "./server-clock.js";

const requests = createRequests(host, {
  reachable: (is) => (reachable.value = is),
  answered(body) {
    const now = (body as { now?: Instant } | null)?.now;
    if (typeof now === "string") syncClock(now);
  },
});

const shiftPath = (id: string): string => `/api/rota/shifts/${encodeURIComponent(id)}`;
const swapPath = (id: string): string => `/api/rota/swaps/${encodeURIComponent(id)}`;
const incidentPath = (id: string): string => `/api/incidents/${encodeURIComponent(id)}`;
const reportPath = (id: string): string => `/api/written-reports/${encodeURIComponent(id)}`;
const livestreamPath = (id: string): string => `/api/livestreams/${encodeURIComponent(id)}`;
const draftPath = (id: string): string => `/api/drafts/${encodeURIComponent(id)}`;

/** So long what somebody may do is believed: a shift that begins changes it. */
const selfFor = 60_000;
let self: Promise<MeView> | null = null;
let selfAskedAt = 0;

/** The calls of the server, one for one; writes take the key of the intention. */
export const api = {
  /** Who I am and what I may do; asked once a minute. */
  me(): Promise<MeView> {
    if (serverNow() - selfAskedAt > selfFor) self = null;
    if (self === null) selfAskedAt = serverNow();
    self ??= requests.get<MeView>("/api/me").catch((caught: unknown) => {
      self = null;
      throw caught;
    });
    return self;
  },
  todo: (scope: TodoScope) => requests.get<TodoList>(`/api/todo?scope=${scope}`),
  accounts: () => requests.get<AccountList>("/api/accounts"),
  drafts: (before: string | null) =>
    requests.get<DraftList>(`/api/drafts${before === null ? "" : `?before=${encodeURIComponent(before)}`}`),
  draft: (id: string) => requests.get<DraftView>(draftPath(id)),
  timeline: (id: string) => requests.get<TimelineView>(`${draftPath(id)}/timeline`),
  operations: () => requests.get<OperationsView>("/api/operations"),
  resend: (id: string, key: string) =>
    requests.post<OperationsView>(`/api/operations/letters/${encodeURIComponent(id)}/resend`, undefined, key),
  setAside: (id: string, note: string, key: string) =>
    requests.post<OperationsView>(`/api/operations/letters/${encodeURIComponent(id)}/set-aside`, { note }, key),
  retryTap: (id: string, key: string) =>
    requests.post<OperationsView>(`/api/operations/taps/${encodeURIComponent(id)}/retry`, undefined, key),
  measures: () => requests.get<MeasuresView>("/api/measures"),
  write: (draft: NewDraft, key: string) => requests.post<DraftView>("/api/drafts", draft, key),
  revise: (id: string, change: DraftChange, key: string) => requests.post<DraftView>(`${draftPath(id)}/revisions`, change, key),
  nudge: (id: string, key: string) => requests.post<DraftView>(`${draftPath(id)}/nudge`, undefined, key),
  submit: (id: string, revision: number, key: string) => requests.post<DraftView>(`${draftPath(id)}/submit`, { revision }, key),
  decide: (id: string, verdict: VerdictInput, key: string) => requests.post<DraftView>(`${draftPath(id)}/verdicts`, verdict, key),
  publish: (id: string, publication: PublicationInput, key: string) =>
    requests.post<DraftView>(`${draftPath(id)}/publication`, publication, key),
  /** Reports that the full text of this version stood open before the reader. */
  reading: (id: string, revision: number, key: string) => requests.post<null>(`${draftPath(id)}/reading`, { revision }, key),
  upload: (file: ChosenFile, key: string) => requests.upload<FileView>("/api/files", file, key),
  settings: () => requests.get<SettingsView>("/api/settings"),
  settingChanges: (name: string) => requests.get<SettingHistoryView>(`/api/settings/${encodeURIComponent(name)}/changes`),
  changeSetting: (name: string, change: SettingGrounds & { value: unknown }, key: string) =>
    requests.post<SettingView>(`/api/settings/${encodeURIComponent(name)}`, change, key),
  restoreSetting: (name: string, grounds: SettingGrounds, key: string) =>
    requests.post<SettingView>(`/api/settings/${encodeURIComponent(name)}/default`, grounds, key),
  calendar: (year: number | null) => requests.get<CalendarView>(`/api/calendar${year === null ? "" : `?year=${year}`}`),
  importCalendarYear: (input: YearInput, key: string) => requests.post<CalendarChanged>("/api/calendar/years", input, key),
  correctCalendarDay: (input: CorrectionInput, key: string) => requests.post<CalendarChanged>("/api/calendar/days", input, key),
  gaps: () => requests.get<GapsView>("/api/organisation/gaps"),
  accountPosts: () => requests.get<AccountPostsList>("/api/organisation/accounts"),
  people: (words: string) => requests.get<MemberList>(`/api/organisation/people?words=${encodeURIComponent(words)}`),
  /** Without `shown` nothing is written: the answer is what would change. */
  importSheet: (file: ChosenFile, shown: string | null, key: string) =>
    requests.upload<ImportView>("/api/organisation/import", file, key, shown === null ? {} : { shown }),
  sheet: (which: "template" | "export") => requests.localFile(`/api/organisation/${which}`),
  /** `query` as `recordQuery` writes it */
  record: (query: string) => requests.get<RecordPage>(`/api/audit${query === "" ? "" : `?${query}`}`),
  seal: () => requests.get<SealView>("/api/audit/verification"),
  checkSeal: (key: string) => requests.post<SealView>("/api/audit/verification", undefined, key),
  compareHead: (head: string, key: string) => requests.post<HeadComparison>("/api/audit/heads", { head }, key),
  rotaToday: () => requests.get<RotaToday>("/api/rota/today"),
  rotaMonth: (month: string) => requests.get<RotaMonth>(`/api/rota/month${month === "" ? "" : `?month=${month}`}`),
  rotaPeople: () => requests.get<RotaPeople>("/api/rota/people"),
  shiftStory: (id: string) => requests.get<ShiftStory>(shiftPath(id)),
  setShift: (shift: ShiftInput, key: string) => requests.post<RotaMonth>("/api/rota/shifts", shift, key),
  importRota: (text: string, key: string) => requests.post<RotaImported>("/api/rota/imports", { text }, key),
  importRotaFile: (file: ChosenFile, key: string) => requests.upload<RotaImported>("/api/rota/imports/file", file, key),
  publishRota: (period: string, key: string) => requests.post<{ published: number }>("/api/rota/publications", { period }, key),
  arrive: (shiftId: string, key: string) => requests.post<RotaToday>(`${shiftPath(shiftId)}/arrival`, undefined, key),
  handOver: (desk: string, note: string, key: string) => requests.post<RotaToday>(`/api/rota/desks/${desk}/handover`, { note }, key),
  takeOver: (desk: string, key: string) => requests.post<RotaToday>(`/api/rota/desks/${desk}/take-over`, undefined, key),
  askSwap: (swap: SwapInput, key: string) => requests.post<RotaToday>("/api/rota/swaps", swap, key),
  answerSwap: (id: string, answer: "agree" | "decline", key: string) => requests.post<RotaToday>(`${swapPath(id)}/answer`, { answer }, key),
  withdrawSwap: (id: string, key: string) => requests.post<RotaToday>(`${swapPath(id)}/withdrawal`, undefined, key),
  reverseSwap: (id: string, reason: string, key: string) => requests.post<RotaToday>(`${swapPath(id)}/reversal`, { reason }, key),
  calendarLink: () => requests.get<SubscriptionView>("/api/calendar-link"),
  makeCalendarLink: (key: string) => requests.post<SubscriptionView>("/api/calendar-link", undefined, key),
  revokeCalendarLink: (key: string) => requests.post<SubscriptionView>("/api/calendar-link/revocation", undefined, key),
  /** `query` as `incidentQuery` writes it */
  incidents: (query: string) => requests.get<IncidentList>(`/api/incidents${query === "" ? "" : `?${query}`}`),
  incident: (id: string) => requests.get<IncidentView>(incidentPath(id)),
  reportIncident: (report: NewIncident, key: string) => requests.post<IncidentView>("/api/incidents", report, key),
  leads: (id: string, before: Instant | null) =>
    requests.get<LeadList>(`${incidentPath(id)}/leads${before === null ? "" : `?before=${encodeURIComponent(before)}`}`),
  importLeads: (file: ChosenFile, key: string) => requests.upload<LeadsImported>("/api/lead-imports", file, key),
  leadTemplate: () => requests.localFile("/api/lead-imports/template"),
  feedState: () => requests.get<FeedState>("/api/feed/key"),
  rotateFeedKey: (key: string) => requests.post<FeedKeyMade>("/api/feed/key", undefined, key),
  startRehearsal: (rehearsal: unknown, key: string) => requests.post<IncidentView>("/api/rehearsals", rehearsal, key),
  rehearsalResult: (id: string) => requests.get<RehearsalResult>(`${incidentPath(id)}/rehearsal`),
  /** `path`: what is done, below the incident's address */
  actOnIncident: (id: string, path: string, body: unknown, key: string) =>
    requests.post<IncidentView>(`${incidentPath(id)}/${path}`, body, key),
  dutyDesk: () => requests.get<DutyDeskView>("/api/incident-desk"),
  incidentNumbers: (weeks: number) => requests.get<IncidentNumbers>(`/api/incident-numbers?weeks=${weeks}`),
  /** `id`: of the duty to write it, or of one by which somebody is asked for their part in it */
  writtenReport: (id: string) => requests.get<WrittenReportView>(reportPath(id)),
  /** `path`: what is done, below the report's address */
  actOnReport: (id: string, path: string, body: unknown, key: string) =>
    requests.post<WrittenReportView>(`${reportPath(id)}/${path}`, body, key),
  reportWord: (id: string) => requests.localFile(`${reportPath(id)}/word`),
  upwardReports: (month: string) => requests.get<UpwardReportList>(`/api/upward-reports?month=${month}`),
  upwardReportsOf: (incidentId: string) => requests.get<UpwardReportList>(`${incidentPath(incidentId)}/upward-reports`),
  enterUpwardReport: (incidentId: string, report: UpwardReportInput, key: string) =>
    requests.post<UpwardReportList>(`${incidentPath(incidentId)}/upward-reports`, report, key),
  sendBulletin: (incidentId: string, bulletin: BulletinInput, key: string) =>
    requests.post<null>(`${incidentPath(incidentId)}/bulletin`, bulletin, key),
  incidentSummary: (month: string) => requests.get<IncidentSummary>(`/api/incident-summary?month=${month}`),
  summarySheet: (month: string) => requests.localFile(`/api/incident-summary/sheet?month=${month}`),
  /** `query` as `livestreamQuery` writes it */
  livestreams: (query: string) => requests.get<LivestreamList>(`/api/livestreams?${query}`),
  livestreamMonth: (month: string) => requests.get<LivestreamMonth>(`/api/livestreams/month${month === "" ? "" : `?month=${month}`}`),
  livestream: (id: string) => requests.get<LivestreamView>(livestreamPath(id)),
  /** What an application for that account can name, and whether one that starts then is late; an empty `accountId`: none was chosen yet. */
  applicationOptions: (startAt: Instant, accountId: string) =>
    requests.get<ApplicationOptions>(
      `/api/livestreams/application?startAt=${encodeURIComponent(startAt)}${accountId === "" ? "" : `&accountId=${encodeURIComponent(accountId)}`}`,
    ),
  /** 直播申请表 as a Word document. */
  livestreamForm: (id: string) => requests.localFile(`${livestreamPath(id)}/form`),
  patrolPool: (id: string) => requests.get<PatrolPool>(`${livestreamPath(id)}/patrol`),
  applyLivestream: (application: NewLivestream, key: string) => requests.post<LivestreamView>("/api/livestreams", application, key),
  /** `path`: what is done, below the livestream's address */
  actOnLivestream: (id: string, path: string, body: unknown, key: string) =>
    requests.post<LivestreamView>(`${livestreamPath(id)}/${path}`, body, key),
  liveBoard: (id: string) => requests.get<LiveBoard>(`${livestreamPath(id)}/board`),
  patrolPlace: (id: string) => requests.get<PatrolPlace>(`${livestreamPath(id)}/check-ins`),
  checkIn: (id: string, input: CheckInInput, key: string) => requests.post<CheckInAnswer>(`${livestreamPath(id)}/check-ins`, input, key),
  uploadPhoto: (id: string, file: ChosenFile, keepsPlace: boolean, key: string) =>
    requests.upload<FileView>(`${livestreamPath(id)}/photos`, file, key, keepsPlace ? { place: "keep" } : {}),
  onSitePhoned: (id: string, key: string) => requests.post<LiveBoard>(`${livestreamPath(id)}/on-site-call`, {}, key),
  standIn: (id: string, userid: string, key: string) => requests.post<LiveBoard>(`${livestreamPath(id)}/stand-ins`, { userid }, key),
  answerFinding: (id: string, findingId: string, answer: { state: string; answer: string | null }, key: string) =>
    requests.post<LiveBoard>(`${livestreamPath(id)}/findings/${encodeURIComponent(findingId)}/answer`, answer, key),
  reportFinding: (id: string, findingId: string, key: string) =>
    requests.post<{ incidentId: string }>(`${livestreamPath(id)}/findings/${encodeURIComponent(findingId)}/incident`, undefined, key),
  units: () => requests.get<UnitList>("/api/units"),
  phoneTree: () => requests.get<PhoneTree>("/api/phone-tree"),
  localFile: (file: FileView) => requests.localFile(file.url),
  localThumbnail: (file: FileView) => requests.localFile(file.thumbnail ?? file.url),
};
