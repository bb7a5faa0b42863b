import type { Corp } from "../corp.js";
import type { Group } from "../groups.js";

/** How much stands in somebody's chats, and how much of it is new. */
export function countsOf(corp: Corp, userid: string): { userid: string; count: number; unread: number } {
  const chat = corp.state.chat(userid);
  const unread = chat.filter((message) => !message.read).length + corp.groups.unread(userid);
  return { userid, count: chat.length, unread };
}

/** A phone beside its chats: how it takes calls, the call that it is in laid out in time, its network, and the lives of its person. */
export function phoneOf(corp: Corp, userid: string): Record<string, unknown> {
  const now = corp.nowMs();
  return {
    userid,
    state: corp.calls.state(userid),
    call: corp.calls.live(userid, now),
    isCut: corp.networks.isCut(userid),
    livings: corp.livings.open(userid, now).map(({ id, theme, status, reservedAt }) => ({ id, theme, status, reservedAt })),
  };
}

/** Everything the page draws at first: organisation, unread counts, phones, faults and the shared time. */
export function overview(corp: Corp): Record<string, unknown> {
  const { departments, appUrl } = corp.options;
  const people = corp.members.all();
  const chats = people.map(({ userid }) => countsOf(corp, userid));
  const phones = people.map(({ userid }) => phoneOf(corp, userid));
  return { now: corp.nowText(), appUrl, people, departments, chats, phones, faults: corp.faults };
}

/** Somebody's groups as his phone shows them, each line with whether it is new to him. */
export function groupsOf(corp: Corp, userid: string): unknown[] {
  return corp.groups.of(userid).map(({ robot, messages, ...group }) => ({
    ...group,
    robot: robot?.name ?? null,
    messages: messages.map(({ to: _to, unread, ...message }) => ({ ...message, state: "open", read: !unread.includes(userid) })),
  }));
}

/** All groups for the panel; the key of a webhook is what an administrator copies from the client. */
export function allGroups(corp: Corp, origin: string): unknown[] {
  const view = ({ messages, robot, ...group }: Group) => ({
    ...group,
    count: messages.length,
    robot: robot && { name: robot.name, webhook: `${origin}/cgi-bin/webhook/send?key=${robot.key}` },
  });
  return corp.groups.all().map(view);
}
