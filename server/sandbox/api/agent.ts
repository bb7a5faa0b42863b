import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";
import { checkAgent } from "./send.js";

const ROOT = 1;

/** `GET agent/get` [90227]: the app as the console has it, the token's own alone (301002). */
export function getAgent(corp: Corp, { query }: ApiCall): Answer {
  if (!query.agentid) throw new Refused(41011);
  checkAgent(corp, Number(query.agentid), 301002);
  const { agentId, appUrl, departments } = corp.options;
  return {
    agentid: agentId,
    name: "新媒体运营管理",
    description: "",
    allow_userinfos: { user: [] },
    allow_partys: { partyid: corp.faults.narrowRange ? departments.map(({ id }) => id) : [ROOT] },
    allow_tags: { tagid: [] },
    close: corp.faults.appClosed ? 1 : 0,
    redirect_domain: corp.trustedDomain,
    report_location_flag: 0,
    isreportenter: 0,
    home_url: appUrl,
  };
}
