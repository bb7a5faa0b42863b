import type { Host, Incoming, LoginCode, Outgoing } from "../../../miniapp/platform/host.js";

export interface TestHost extends Host {
  sent: Outgoing[];
  codes: (LoginCode | null)[];
  left: number;
}

/** A host that answers from `answering`; null means that no answer comes. */
export function testHost(
  given: Partial<Pick<Host, "kind" | "carriesToken">> & { codes?: (LoginCode | null)[]; token?: string | null; mayLeave?: boolean },
  answering: (request: Outgoing) => Incoming | null | Promise<Incoming | null>,
): TestHost {
  let token = given.token ?? null;
  const host: TestHost = {
    kind: given.kind ?? "miniprogram",
    carriesToken: given.carriesToken ?? true,
    sent: [],
    codes: given.codes ?? [],
    left: 0,
    async exchange(request) {
      host.sent.push(request);
      const answer = await answering(request);
      if (answer === null) throw new TypeError("Failed to fetch");
      return answer;
    },
    upload: ({ fields: _fields, ...request }) => host.exchange({ ...request, method: "POST" }),
    fetchFile: () => Promise.resolve("blob:1"),
    savedToken: () => token,
    saveToken: (next) => (token = next),
    holdsCode: () => host.kind === "framed" && host.codes.length > 0,
    loginCode: () => Promise.resolve(host.codes.shift() ?? null),
    leaveForLogin() {
      if (given.mayLeave !== true || host.left > 0) return false;
      host.left += 1;
      return true;
    },
    signedIn: () => undefined,
    chooseImage: () => Promise.resolve(null),
    chooseFile: () => Promise.resolve(null),
    photos: { keep: () => Promise.resolve(null), find: () => Promise.resolve(null), forget: () => Promise.resolve() },
    readText: () => Promise.resolve(""),
    openFile: () => undefined,
  };
  return host;
}
