import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";
import type { Corp } from "../corp.js";

/** `GET gettoken` [91039]: one token per corpid and secret, 7200 s; repeated wrong secrets ban the caller. */
export function getToken(corp: Corp, { query }: ApiCall): Answer {
  corp.tokens.checkBan();
  if (!query.corpid) throw new Refused(41002);
  if (!query.corpsecret) throw new Refused(41004);
  if (query.corpid !== corp.options.corpId) throw new Refused(40013);
  if (query.corpsecret !== corp.options.secret) {
    corp.tokens.countBadSecret();
    throw new Refused(40001);
  }
  const { token, expiresIn } = corp.tokens.issue(corp.faults.freshTokens);
  if (corp.faults.token !== "fine") corp.setFaults({ token: "fine" });
  corp.saveSoon();
  return { access_token: token, expires_in: expiresIn };
}
