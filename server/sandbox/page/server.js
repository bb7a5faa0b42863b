/** The sandbox's own calls. Each rejects with an Error whose message is Chinese and can be shown. */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error("沙箱没有响应，可能已经停止");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.problem ?? `沙箱出错（HTTP ${response.status}）`);
  return answer;
}

const chatPath = (userid) => `/desk/chats/${encodeURIComponent(userid)}`;
const phonePath = (userid) => `/desk/phones/${encodeURIComponent(userid)}`;
const memberPath = (userid) => `/desk/members/${encodeURIComponent(userid)}`;

export const server = {
  overview: () => call("GET", "/desk/overview"),
  chat: (userid) => call("GET", chatPath(userid)),
  groupsOf: (userid) => call("GET", `${chatPath(userid)}/groups`),
  markRead: (userid, group) => call("POST", `${chatPath(userid)}/reading`, group === null ? {} : { group }),
  press: (userid, taskId, key, selected) => call("POST", `${chatPath(userid)}/presses`, { taskId, key, selected }),
  say: (userid, text) => call("POST", `${chatPath(userid)}/messages`, { text }),
  setPhone: (userid, state) => call("POST", `${phonePath(userid)}/state`, { state }),
  gate: async (userid) => (await call("POST", `${phonePath(userid)}/gate`, {})).port,
  setNetwork: (userid, isCut) => call("POST", `${phonePath(userid)}/network`, { isCut }),
  beginLiving: (id) => call("POST", `/desk/livings/${id}/begin`, {}),
  endLiving: (id) => call("POST", `/desk/livings/${id}/end`, {}),
  answer: (userid) => call("POST", `${phonePath(userid)}/answer`, {}),
  hangUp: (userid) => call("POST", `${phonePath(userid)}/hang-up`, {}),
  changeMember: (userid, change) => call("POST", memberPath(userid), change),
  removeMember: (userid) => call("POST", `${memberPath(userid)}/leaving`, {}),
  groups: () => call("GET", "/desk/groups"),
  formGroup: (wish) => call("POST", "/desk/groups", wish),
  disband: (id) => call("POST", `/desk/groups/${encodeURIComponent(id)}/disbanding`, {}),
  removeRobot: (id) => call("POST", `/desk/groups/${encodeURIComponent(id)}/robot-removal`, {}),
  code: async (userid) => (await call("POST", "/desk/codes", { userid })).code,
  moveClock: (wish) => call("POST", "/desk/clock", wish),
  setFaults: (patch) => call("POST", "/desk/faults", patch),
  verify: () => call("POST", "/desk/verification", {}),
  journal: () => call("GET", "/desk/journal"),
  clearJournal: () => call("DELETE", "/desk/journal"),
};

/** Listens to what happens; reconnects by itself. `on` has open, gone, people, chat, phone, journal, faults, clock. */
export function listen(on) {
  let source;
  const start = () => {
    source = new EventSource("/events");
    source.onopen = () => on.open();
    source.onerror = () => {
      on.gone();
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(start, 2000);
    };
    for (const name of ["people", "chat", "phone", "journal", "faults", "clock"])
      source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  };
  start();
}
