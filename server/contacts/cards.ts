import type { Notice } from "../delivery/notice.js";
import { short } from "../kernel/short.js";

/** The rule's words on those who leave. */
const BASIS = { article: "18", text: "须加强对离职人员的安全保密管理，须在与离职人员解除劳动合同当天解除离职人员的账号绑定授权" } as const;

/** To whoever looks after the program: somebody left, and what they held is free. */
export const leftCard = (facts: {
  name: string;
  why: string;
  posts: readonly string[];
  moved: number;
  orphaned: number;
  link: string;
}): Notice => ({
  kind: "card",
  source: "知会 · 第18条",
  title: `人员已离任：${short(facts.name, 20)}`,
  subtitle: "登录和岗位已立即收回，请指定接替人员",
  ...BASIS,
  rows: [
    { keyname: "原因", value: short(facts.why, 30) },
    { keyname: "收回岗位", value: facts.posts.length === 0 ? "无" : short(facts.posts.join("、"), 30) },
    {
      keyname: "在办事项",
      value: facts.orphaned === 0 ? `${facts.moved} 项已转办` : `${facts.moved} 项已转办，${facts.orphaned} 项无人办理`,
    },
    { keyname: "请核对", value: "平台账号绑定当天解除" },
  ],
  link: facts.link,
});

/** To whoever looks after the program: somebody is back, and holds nothing yet. */
export const returnedCard = (facts: { name: string; link: string }): Notice => ({
  kind: "card",
  source: "知会 · 第18条",
  title: `人员已恢复：${short(facts.name, 20)}`,
  subtitle: "可以登录，但没有任何岗位，需要时请重新指定",
  ...BASIS,
  rows: [{ keyname: "岗位", value: "无，原岗位不自动恢复" }],
  link: facts.link,
});

/** To whoever looks after the program: so many are missing that nothing was done. */
export const stoppedCard = (facts: { missing: number; known: number; names: readonly string[]; link: string }): Notice => ({
  kind: "card",
  source: "警示 · 通讯录",
  title: "通讯录核对已停止",
  subtitle: "一次少了太多人，没有按离任处理任何人",
  ...BASIS,
  rows: [
    { keyname: "看不到", value: `${facts.missing} 人，共 ${facts.known} 人` },
    { keyname: "其中", value: short(facts.names.join("、"), 30) },
    { keyname: "请检查", value: "应用的可见范围是否被改动" },
    { keyname: "确已离任", value: "由系统维护人员执行 npm run contacts" },
  ],
  link: facts.link,
});

/** To whoever looks after the program: the address book could not be read, again and again. */
export const failedCard = (facts: { reason: string; link: string }): Notice => ({
  kind: "card",
  source: "警示 · 通讯录",
  title: "通讯录无法核对",
  subtitle: "今天多次没有读到通讯录，没有改动任何人",
  ...BASIS,
  rows: [{ keyname: "原因", value: short(facts.reason, 60) }],
  link: facts.link,
});
