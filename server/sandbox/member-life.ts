import { deliverAll } from "./callbacks.js";
import type { Corp } from "./corp.js";
import type { Member, MemberChange } from "./members.js";
import type { SandboxPerson } from "./options.js";
import { NotPossible, raise } from "./phone.js";
import { bare, cdata } from "./xml.js";

const isVisible = (member: Member): boolean => member.inRange && member.status === 1;
/** Numbers and change types stand bare, everything else as CDATA, as in the vendor's samples [90970] [90971]. */
const BARE = new Set(["ChangeType", "Id", "ParentId", "TagId"]);

/**
 * A change of the contacts, told to the contacts-sync assistant's callback alone [90967]; nothing where none is configured. Since
 * 2022-08-15 such events carry ids only, so fields beyond them are the caller's own doing.
 */
export async function raiseContact(corp: Corp, fields: Record<string, string>): Promise<void> {
  if (!corp.contacts) return;
  const inner = Object.entries(fields).map(([name, value]) => (BARE.has(name) ? bare(name, value) : cdata(name, value)));
  const head = cdata("ToUserName", corp.options.corpId) + cdata("FromUserName", "sys");
  const created = bare("CreateTime", Math.floor(corp.wall() / 1000));
  const xml = `<xml>${head}${created}${cdata("MsgType", "event")}${cdata("Event", "change_contact")}${inner.join("")}</xml>`;
  await deliverAll(corp, corp.contacts, "sys", xml);
}

/** The app hears of a member who comes into its range or goes out of it, joins, leaves, is disabled or enabled [90240]. */
const raiseSubscription = (corp: Corp, userid: string, isSubscribed: boolean): Promise<unknown> =>
  raise(corp, userid, { Event: isSubscribed ? "subscribe" : "unsubscribe" });

/** Changes a member as an administrator does. A new name is told to nobody; another department to the contacts callback alone. */
export async function changeMember(corp: Corp, userid: string, change: MemberChange): Promise<void> {
  const member = corp.members.find(userid);
  if (!member) throw new NotPossible("没有这个成员");
  if (change.name?.trim() === "") throw new NotPossible("请填写姓名");
  const before = { ...member };
  corp.members.change(member.userid, change);
  corp.membersChanged();
  if (member.departmentId !== before.departmentId)
    await raiseContact(corp, { ChangeType: "update_user", UserID: member.userid, Department: String(member.departmentId) });
  if (isVisible(member) !== isVisible(before)) await raiseSubscription(corp, member.userid, isVisible(member));
}

/** Somebody joins the enterprise, in the app's visible range. */
export async function addMember(corp: Corp, person: SandboxPerson): Promise<void> {
  if (corp.members.find(person.userid)) throw new NotPossible("这个账号已经存在");
  corp.members.add(person);
  corp.membersChanged();
  await raiseContact(corp, { ChangeType: "create_user", UserID: person.userid, Department: String(person.departmentId) });
  await raiseSubscription(corp, person.userid, true);
}

function leaveGroups(corp: Corp, userid: string): void {
  for (const group of corp.groups.all().filter(({ members }) => members.includes(userid))) {
    const members = group.members.filter((entry) => entry !== userid);
    corp.groups.change(group.id, { members, owner: group.owner === userid ? (members[0] ?? "") : group.owner });
  }
}

/** Somebody leaves the enterprise (从通讯录删除): his groups lose him, the contacts callback and the app are told. */
export async function removeMember(corp: Corp, userid: string): Promise<void> {
  const member = corp.members.find(userid);
  if (!member) throw new NotPossible("没有这个成员");
  const wasVisible = isVisible(member);
  corp.members.remove(member.userid);
  leaveGroups(corp, member.userid);
  corp.membersChanged();
  await raiseContact(corp, { ChangeType: "delete_user", UserID: member.userid });
  if (wasVisible) await raiseSubscription(corp, member.userid, false);
}
