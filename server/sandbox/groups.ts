import { randomBytes } from "node:crypto";
import type { MessageContent } from "./state.js";

/** Who made a group: this app by appchat/create, or people in their client; only its own groups obey an app (86008). */
export const GROUP_MAKERS = ["app", "people"] as const;
export type GroupMaker = (typeof GROUP_MAKERS)[number];

/** One line in a group. */
export interface GroupMessage extends MessageContent {
  id: string;
  /** Domain time, RFC 3339 in UTC. */
  at: string;
  from: "app" | "robot";
  /** Userids that were called by name; `@all` = everybody. */
  mentioned: string[];
  /** The members who see this line: those of its moment, without those over their limit. */
  to: string[];
  /** Those of them who have not looked yet. */
  unread: string[];
}

/** A group chat (群聊) as its members see it. */
export interface Group {
  id: string;
  name: string;
  owner: string;
  members: string[];
  by: GroupMaker;
  /** The robot (消息推送) that was added to the group, with the key of its webhook. */
  robot: { name: string; key: string } | null;
  disbanded: boolean;
  messages: GroupMessage[];
}

/** All group chats of the enterprise. */
export class Groups {
  readonly #groups = new Map<string, Group>();

  constructor(
    private readonly changed: (userids: readonly string[]) => void,
    snapshot?: unknown,
  ) {
    for (const group of (snapshot ?? []) as Group[]) this.#groups.set(group.id, group);
  }

  snapshot(): Group[] {
    return [...this.#groups.values()];
  }

  all(): readonly Group[] {
    return this.snapshot();
  }

  find(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  ofKey(key: string): Group | undefined {
    return this.snapshot().find((group) => group.robot?.key === key);
  }

  /** The groups that somebody is in, with the lines that he sees. */
  of(userid: string): Group[] {
    return this.snapshot()
      .filter((group) => !group.disbanded && group.members.includes(userid))
      .map((group) => ({ ...group, messages: group.messages.filter((message) => message.to.includes(userid)) }));
  }

  unread(userid: string): number {
    return this.of(userid).reduce((sum, { messages }) => sum + messages.filter((message) => message.unread.includes(userid)).length, 0);
  }

  create(group: Pick<Group, "name" | "owner" | "members" | "by"> & { id?: string; robotName?: string }): Group {
    const { id = randomBytes(16).toString("hex"), robotName, ...rest } = group;
    const robot = robotName === undefined ? null : { name: robotName, key: randomBytes(16).toString("hex") };
    const created: Group = { ...rest, id, robot, disbanded: false, messages: [] };
    this.#groups.set(id, created);
    this.changed(created.members);
    return created;
  }

  /** Changes name, owner or members; those who come and those who go both notice. */
  change(id: string, patch: Partial<Pick<Group, "name" | "owner" | "members" | "disbanded" | "robot">>): void {
    const group = this.#groups.get(id);
    if (!group) return;
    const before = group.members;
    Object.assign(group, patch);
    this.changed([...new Set([...before, ...group.members])]);
  }

  post(id: string, message: Omit<GroupMessage, "id" | "unread">): void {
    const group = this.#groups.get(id);
    if (!group) return;
    group.messages.push({ ...structuredClone(message), id: randomBytes(12).toString("base64url"), unread: [...message.to] });
    this.changed(message.to);
  }

  markRead(id: string, userid: string): void {
    const unread = this.#groups.get(id)?.messages.filter((message) => message.unread.includes(userid)) ?? [];
    if (unread.length === 0) return;
    for (const message of unread) message.unread = message.unread.filter((entry) => entry !== userid);
    this.changed([userid]);
  }
}
