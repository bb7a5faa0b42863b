import { recordTeller } from "../audit/sentences.js";
import { calendarDomain } from "../calendar/domain.js";
import { Recount } from "../calendar/recount.js";
import { Calendars } from "../calendar/service.js";
import { YearWatch } from "../calendar/watch.js";
import { contactsTeller } from "../contacts/sentences.js";
import type { Domain, OnDuty, OpenDomain } from "../domain.js";
import { identityTeller } from "../identity/sentences.js";
import type { IncidentsDesk } from "../incidents/desk.js";
import { incidentsDomain } from "../incidents/domain.js";
import { Incidents } from "../incidents/service.js";
import type { CheckInDesk } from "../livestream/check-in-desk.js";
import { livestreamDomains } from "../livestream/check-in-domain.js";
import { PhotoClearing } from "../livestream/clearing.js";
import { Livestreams } from "../livestream/service.js";
import { operationsTeller } from "../operations/sentences.js";
import { organisationDomain } from "../organisation/domain.js";
import { Organisation } from "../organisation/service.js";
import { reviewDomain } from "../review/domain.js";
import { Review } from "../review/service.js";
import type { RotaDesk } from "../rota/desk.js";
import { rotaDomain } from "../rota/domain.js";
import { Rota } from "../rota/service.js";
import { settingsDomain } from "../settings/domain.js";
import { Settings } from "../settings/service.js";
import { subscriptionTeller } from "../subscription/sentences.js";
import type { Ground } from "./ground.js";

/** The domains of the rule and those `added` beside them, each handed what it stands on, and taken in by duties and story. */
export const openDomains = (ground: Ground, added: readonly OpenDomain[]) => {
  const { uow, clock, audit, editions, live, duties, story, files, client, foundation, failed, sessions } = ground;
  const settings = new Settings(uow, clock, audit, editions);
  const recount = new Recount(foundation, duties, failed);
  const yearWatch = new YearWatch(foundation);
  const calendars = new Calendars(foundation, editions, yearWatch, recount);
  const review = new Review(foundation, files.link);
  const rotaDesk: RotaDesk = { ...foundation, duties };
  const rota = new Rota(rotaDesk);
  sessions.onShift((tx, userid) => rota.officesOf(tx, userid));
  const onDuty: OnDuty = (tx, desk) => rota.onDuty(tx, desk, clock.now());
  const incidentsDesk: IncidentsDesk = { ...foundation, onDuty };
  const incidents = new Incidents(incidentsDesk, files.link);
  const livestreamDesk: CheckInDesk = {
    ...foundation,
    onDuty,
    createLiving: (living) => client.createLiving(living),
    files,
    reportIncident: (tx, actor, report) => incidents.reporting.report(tx, actor, { ...report, links: [], occurredAt: null }),
  };
  const livestreams = new Livestreams(livestreamDesk);
  const organisation = new Organisation(uow, audit, clock, live);
  const domains: readonly Domain[] = [
    reviewDomain(foundation, review),
    rotaDomain(rotaDesk, rota),
    ...livestreamDomains(livestreamDesk, livestreams),
    incidentsDomain(incidentsDesk, incidents),
    settingsDomain(settings),
    organisationDomain(organisation, clock),
    calendarDomain(foundation, calendars, yearWatch, ground.page("calendar")),
    ...added.map((open) => open(foundation)),
  ];
  const photoClearing = new PhotoClearing(livestreamDesk, async (tx, ids) => {
    const held: string[] = [];
    for (const { holdsFiles } of domains) held.push(...((await holdsFiles?.(tx, ids)) ?? []));
    return held;
  });
  for (const domain of domains) {
    duties.add(domain);
    story.add(domain);
  }
  for (const teller of [recordTeller, identityTeller, contactsTeller, subscriptionTeller, operationsTeller]) story.add(teller);
  return { settings, recount, calendars, review, rota, onDuty, incidents, livestreams, photoClearing, organisation, domains };
};

/** The domains with the services behind them. */
export type Domains = ReturnType<typeof openDomains>;
