import { Organisation1764000000001 } from "./1764000000001-organisation.js";
import { Review1764000000002 } from "./1764000000002-review.js";
import { Duties1764000000003 } from "./1764000000003-duties.js";
import { Record1764000000004 } from "./1764000000004-record.js";
import { Ladder1764000000007 } from "./1764000000007-ladder.js";
import { Intentions1764000000008 } from "./1764000000008-intentions.js";
import { Pace1764000000009 } from "./1764000000009-pace.js";
import { Settings1764000000010 } from "./1764000000010-settings.js";
import { Calendar1764000000011 } from "./1764000000011-calendar.js";
import { Seal1764000000020 } from "./1764000000020-seal.js";
import { Contacts1764000000021 } from "./1764000000021-contacts.js";
import { ShownMembers1764000000022 } from "./1764000000022-shown-members.js";
import { SharedToken1764000000030 } from "./1764000000030-shared-token.js";
import { DeliveryFailures1764000000031 } from "./1764000000031-delivery-failures.js";
import { Operations1764000000032 } from "./1764000000032-operations.js";
import { GapNews1764000000040 } from "./1764000000040-gap-news.js";
import { Calls1764000000050 } from "./1764000000050-calls.js";
import { Groups1764000000051 } from "./1764000000051-groups.js";
import { Turns1764000000052 } from "./1764000000052-turns.js";
import { Incidents1764000000060 } from "./1764000000060-incidents.js";
import { Rota1764000000070 } from "./1764000000070-rota.js";
import { RotaSwaps1764000000071 } from "./1764000000071-rota-swaps.js";
import { CalendarLink1764000000072 } from "./1764000000072-calendar-link.js";
import { OrganisationState1764000000090 } from "./1764000000090-organisation-state.js";
import { Owing1764000000091 } from "./1764000000091-owing.js";
import { CountedBy1764000000092 } from "./1764000000092-counted-by.js";
import { TakenCodes1764000000093 } from "./1764000000093-taken-codes.js";
import { Livestream1764000000120 } from "./1764000000120-livestream.js";
import { Patrol1764000000121 } from "./1764000000121-patrol.js";
import { Rehearsal1764000000110 } from "./1764000000110-rehearsal.js";
import { Leads1764000000111 } from "./1764000000111-leads.js";
import { FeedKey1764000000112 } from "./1764000000112-feed-key.js";
import { Merges1764000000113 } from "./1764000000113-merges.js";
import { Reach1764000000114 } from "./1764000000114-reach.js";
import { WrittenReports1764000000100 } from "./1764000000100-written-reports.js";
import { PhotoTerms1764000000155 } from "./1764000000155-photo-terms.js";
import { PhotoLivestreams1764000000156 } from "./1764000000156-photo-livestreams.js";
import { CheckInMoments1764000000140 } from "./1764000000140-check-in-moments.js";
import { ChainActs1764000000150 } from "./1764000000150-chain-acts.js";
import { UnsummedPhotos1764000000170 } from "./1764000000170-unsummed-photos.js";
import { CarriedTicks1764000000171 } from "./1764000000171-carried-ticks.js";

/** Every migration in order. This list only grows. */
export const MIGRATIONS = [
  Organisation1764000000001,
  Review1764000000002,
  Duties1764000000003,
  Record1764000000004,
  Ladder1764000000007,
  Intentions1764000000008,
  Pace1764000000009,
  Settings1764000000010,
  Calendar1764000000011,
  Seal1764000000020,
  Contacts1764000000021,
  ShownMembers1764000000022,
  SharedToken1764000000030,
  DeliveryFailures1764000000031,
  Operations1764000000032,
  GapNews1764000000040,
  Calls1764000000050,
  Groups1764000000051,
  Turns1764000000052,
  Incidents1764000000060,
  Rota1764000000070,
  RotaSwaps1764000000071,
  CalendarLink1764000000072,
  OrganisationState1764000000090,
  Owing1764000000091,
  CountedBy1764000000092,
  TakenCodes1764000000093,
  Livestream1764000000120,
  Patrol1764000000121,
  Rehearsal1764000000110,
  Leads1764000000111,
  FeedKey1764000000112,
  Merges1764000000113,
  Reach1764000000114,
  WrittenReports1764000000100,
  CheckInMoments1764000000140,
  PhotoTerms1764000000155,
  PhotoLivestreams1764000000156,
  ChainActs1764000000150,
  UnsummedPhotos1764000000170,
  CarriedTicks1764000000171,
];
