import type { Category, Urgency } from "../../entities/draft.js";
import type { Gate, Stage } from "../regulation/review-chain.js";

/** How far a draft of the demonstration has come. */
export type Journey =
  | { to: "draft" }
  | { to: "inReview"; stage: Stage }
  | { to: "sentBack"; by: Stage; gate: Gate; comment: string }
  | { to: "approved" }
  | { to: "published"; url: string };

/** A draft with which the demonstration organisation begins, written by an editor of the account. */
export interface DemonstrationDraft {
  accountId: string;
  /** userid of an editor of the account */
  editor: string;
  title: string;
  /** paragraphs separated by an empty line */
  body: string;
  category: Category;
  urgency: Urgency;
  /** planned publication, hours after the demonstration begins */
  plannedInHours: number;
  journey: Journey;
}

const paragraphs = (...texts: string[]): string => texts.join("\n\n");

/** Drafts in every state that a newcomer should see, so that each phone of the review has something to do. */
export const DEMONSTRATION_DRAFTS: readonly DemonstrationDraft[] = [
  {
    accountId: "wx-main",
    editor: "ed.media",
    title: "冬季志愿服务行动本周启动，报名方式看这里",
    body: paragraphs(
      "天气转冷，社区里的独居老人、户外劳动者和留守儿童更需要关心。本周起，全省各级团组织将陆续开展冬季志愿服务行动，内容包括入户探访、爱心驿站值守、课业辅导和心理陪伴四类。",
      "年满十八周岁的青年可以在所在地团组织报名，未满十八周岁的学生须由监护人同意并由学校组织参加。每次服务前都有岗前培训，活动期间统一购买意外保险。",
      "报名后请留意短信通知，按约定的时间和地点集合。因故不能参加的，请提前一天告知联系人，把名额留给其他志愿者。",
    ),
    category: "normal",
    urgency: "urgent",
    plannedInHours: 22,
    journey: { to: "inReview", stage: "first" },
  },
  {
    accountId: "wx-main",
    editor: "ed.media",
    title: "给返乡大学生的一份实习岗位清单",
    body: paragraphs(
      "寒假将至，多个地市的机关、企事业单位和社会组织面向返乡大学生开放实习岗位，涵盖政务服务、乡村振兴、社区治理和文化传播等方向。",
      "岗位信息由各地团组织逐一核实，列明了单位、岗位内容、人数、时间和补贴标准。所有岗位均不收取任何费用，凡要求缴纳押金、培训费的，请立即向当地团组织反映。",
      "申请截止后五个工作日内由用人单位通知结果。实习期满、考核合格的，由接收单位出具实习鉴定。",
    ),
    category: "important",
    urgency: "normal",
    plannedInHours: 50,
    journey: { to: "inReview", stage: "second" },
  },
  {
    accountId: "wx-main",
    editor: "ed.media",
    title: "主题团课开讲：从身边的变化读懂高质量发展",
    body: paragraphs(
      "一条新开通的公交线路、一间办到村口的图书室、一座建在厂区里的夜校，都是高质量发展写在身边的样子。本期主题团课走进三个基层团支部，听青年讲他们亲眼看到的变化。",
      "团课分为“看变化”“讲道理”“找差距”“定行动”四个环节，每个环节配有讨论题和延伸阅读，支部可以根据实际调整顺序和时长。",
      "课件和视频将同步放在学习专区，供各级团组织选用。引用的数据均来自公开发布的统计公报，出处列在文末。",
      "欢迎各支部在学习之后提出意见建议，我们将据此改进下一期内容。",
    ),
    category: "major",
    urgency: "normal",
    plannedInHours: 70,
    journey: { to: "inReview", stage: "final" },
  },
  {
    accountId: "wb-media",
    editor: "ed.media",
    title: "寒潮来袭，户外志愿者请注意这五件事",
    body: paragraphs(
      "受较强冷空气影响，未来三天粤北地区气温将明显下降，局部有霜冻。仍在户外服务的志愿者，请把自己的安全放在第一位。",
      "出发前查看当地气象部门最新预报；穿着保暖、防滑；两人以上结伴；每两小时到室内休息一次；身体不适立即停止服务并告知领队。",
      "各服务站点已备好热水和应急药品。如遇道路结冰，原定入户探访一律改为电话问候。",
    ),
    category: "normal",
    urgency: "critical",
    plannedInHours: 3,
    journey: { to: "inReview", stage: "first" },
  },
  {
    accountId: "wx-school",
    editor: "ed.school",
    title: "学生社团年度展示活动预告（待补图片）",
    body: paragraphs(
      "一年一度的学生社团展示活动将于下月举行，预计有四十余个社团参加，分为理论学习、科技创新、文化体育、志愿公益四个展区。",
      "活动现场设有互动体验和社团问答，入场不需要门票，凭学生证登记即可。具体场次和交通安排待场地确认后补充。",
    ),
    category: "normal",
    urgency: "normal",
    plannedInHours: 120,
    journey: { to: "draft" },
  },
  {
    accountId: "dy-school",
    editor: "ed.school",
    title: "校园防诈骗情景短剧脚本：一通“客服”电话",
    body: paragraphs(
      "场景一：宿舍。学生接到自称平台客服的电话，对方准确说出订单信息，称商品有质量问题可以双倍退款，请他下载一个会议软件并打开屏幕共享。",
      "场景二：走廊。同学发现异样，提醒他先挂断电话，从官方应用里联系客服核实。学生意识到自己差点把验证码念给对方。",
      "结尾字幕：不下载陌生软件，不共享屏幕，不透露验证码。遇到可疑情况，请拨打反诈专线或报告辅导员。",
    ),
    category: "normal",
    urgency: "normal",
    plannedInHours: 46,
    journey: {
      to: "sentBack",
      by: "second",
      gate: "content",
      comment: "场景一把操作步骤拍得过细，容易被模仿，请改为概述；结尾请写明专线号码。",
    },
  },
  {
    accountId: "wb-youth",
    editor: "ed.youth",
    title: "青年就业服务月：线上招聘专场时间表",
    body: paragraphs(
      "本月每周五晚举办一场线上招聘，依次面向先进制造、现代服务、数字经济和基层治理四个方向，参加单位和岗位均经属地人力资源部门核验。",
      "求职青年可以在开场前提交简历，由职业指导师给出修改建议。直播间只介绍岗位，不现场收集身份证号等个人信息。",
      "错过直播的，可以在活动页面查看岗位汇总，投递通道保留到月底。",
    ),
    category: "important",
    urgency: "normal",
    plannedInHours: 26,
    journey: { to: "approved" },
  },
  {
    accountId: "bili-media",
    editor: "ed.media",
    title: "实践纪录短片《在基层》第三集：村里的夜校",
    body: paragraphs(
      "白天在田间，晚上进课堂。第三集跟随一支暑期实践队来到山村，记录他们和村民一起办起夜校的四十天。",
      "夜校的课程由村民点单：手机怎样挂号、果树怎样修剪、普通话怎样练习。镜头里没有旁白，只有课堂上的问答和下课后的山路。",
      "本片拍摄和使用影像均取得当事人书面同意，未成年人出镜另经监护人同意。",
    ),
    category: "normal",
    urgency: "normal",
    plannedInHours: 1,
    journey: { to: "published", url: "https://www.example.org/video/in-the-village-3" },
  },
];
