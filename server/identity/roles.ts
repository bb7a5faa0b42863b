import type { Role } from "../../entities/appointment.js";

/** The posts in the words of the rule and of stories §2.5. */
export const ROLE_NAMES: Readonly<Record<Role | "unitHead" | "leaderInCharge", string>> = {
  editor: "责任编辑",
  firstReviewer: "初审负责人",
  secondReviewer: "二审责任人",
  finalReviewer: "终审责任人",
  custodian: "密码管理人",
  topLeader: "主要领导",
  secretariat: "书记班子",
  publicityHead: "宣传部负责人",
  publicityDuty: "宣传部值班",
  dataCentreHead: "大数据中心负责人",
  dataCentreDuty: "大数据中心值班",
  generalOffice: "办公室",
  discipline: "机关纪委",
  administrator: "系统管理员",
  unitHead: "部门主要负责同志",
  leaderInCharge: "分管领导",
};
