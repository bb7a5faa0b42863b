import { Account } from "./account.js";
import { Appointment } from "./appointment.js";
import { AuditEntry, AuditHead } from "./audit-entry.js";
import { ContactWalk, FormerUserid, ShownMember } from "./contacts.js";
import { CalendarLink } from "./calendar-link.js";
import { Channel } from "./channel.js";
import { ChatGroup } from "./chat-group.js";
import { Deadline, DeadlineHolder } from "./deadline.js";
import { Draft } from "./draft.js";
import { FeedKey } from "./feed-key.js";
import { GapRound, GapTold } from "./gap-news.js";
import { CalendarChange, CalendarDayRow } from "./calendar.js";
import { ClockOffset, Counter, CronLease, IdempotentAnswer } from "./housekeeping.js";
import { Edition } from "./edition.js";
import { InboxEvent } from "./inbox-event.js";
import { IncidentEvidence } from "./incident-evidence.js";
import { IncidentLead, IncidentPost } from "./incident-lead.js";
import { IncidentMerge } from "./incident-merge.js";
import { Incident } from "./incident.js";
import { LevelDecision } from "./level-decision.js";
import { Livestream, LivestreamDate, LivestreamFiling, VenueReport } from "./livestream.js";
import { MemberPace } from "./member-pace.js";
import { OrganisationState } from "./organisation-state.js";
import { Finding, ProgramPresence } from "./operations.js";
import { OutboxMessage, Recipient, ResponseCode } from "./outbox-message.js";
import { CheckIn, ExpectedCheckIn, PatrolFinding, PatrolInvitation, PatrolMember } from "./patrol.js";
import { PatrolFollowUp, PatrolSummary } from "./patrol-summary.js";
import { Permit } from "./permit.js";
import { Person } from "./person.js";
import { Publication } from "./publication.js";
import { ReachRound, UnreachablePerson } from "./reach.js";
import { Reading } from "./reading.js";
import { Revision } from "./revision.js";
import { SentHead, Verification } from "./seal.js";
import { Session } from "./session.js";
import { SettingChange } from "./setting-change.js";
import { SharedToken } from "./shared-token.js";
import { Handover, RotaWarning, Shift, ShiftSwap } from "./shift.js";
import { StoredFile } from "./stored-file.js";
import { Unit } from "./unit.js";
import { Verdict } from "./verdict.js";
import { VoiceCall } from "./voice-call.js";
import { ReportSignOff, WrittenReport, WrittenReportVersion } from "./written-report.js";

/** Every table, named one by one: nothing is found by scanning folders. */
export const ENTITIES = [
  Unit,
  Person,
  Account,
  Appointment,
  OrganisationState,
  Session,
  Draft,
  Revision,
  Verdict,
  Permit,
  Publication,
  Reading,
  StoredFile,
  Shift,
  Handover,
  Incident,
  LevelDecision,
  IncidentEvidence,
  IncidentLead,
  IncidentPost,
  IncidentMerge,
  FeedKey,
  ReachRound,
  UnreachablePerson,
  WrittenReport,
  WrittenReportVersion,
  ReportSignOff,
  ShiftSwap,
  RotaWarning,
  Livestream,
  LivestreamDate,
  LivestreamFiling,
  VenueReport,
  PatrolMember,
  PatrolInvitation,
  ExpectedCheckIn,
  CheckIn,
  PatrolFinding,
  PatrolSummary,
  PatrolFollowUp,
  CalendarLink,
  Deadline,
  DeadlineHolder,
  MemberPace,
  OutboxMessage,
  Recipient,
  ResponseCode,
  VoiceCall,
  Channel,
  ChatGroup,
  InboxEvent,
  SharedToken,
  ProgramPresence,
  Finding,
  AuditEntry,
  AuditHead,
  SentHead,
  Verification,
  ContactWalk,
  FormerUserid,
  ShownMember,
  IdempotentAnswer,
  Counter,
  GapRound,
  GapTold,
  ClockOffset,
  CronLease,
  Edition,
  SettingChange,
  CalendarChange,
  CalendarDayRow,
];
