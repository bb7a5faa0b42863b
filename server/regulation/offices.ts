/** Everyone whom the rule obliges or to whom something is owed, with the words of the rule. */
export const OFFICE_NAMES = {
  topLeader: "团省委主要领导",
  leaderInCharge: "团省委分管领导",
  secretariat: "团省委书记会",
  publicityDepartment: "团省委宣传部",
  publicityHead: "团省委宣传部负责人",
  dataCentre: "大数据中心",
  dataCentreHead: "大数据中心负责人",
  generalOffice: "团省委办公室",
  discipline: "机关纪委",
  unit: "各部门（单位）",
  unitHead: "部门（单位）主要负责同志",
  operatingUnit: "新媒体运营部门（单位）",
  initiatingUnit: "发起部门（单位）",
  concernedUnit: "相关部门（单位）",
  editor: "责任编辑",
  firstReviewer: "初审负责人",
  secondReviewer: "二审责任人",
  finalReviewer: "终审责任人",
  operator: "新媒体运营人员",
  custodian: "密码管理人",
  onShift: "值班人员",
  shiftStandIn: "替班人员",
  livestreamStaff: "直播工作人员",
  patrolLead: "巡查队组长",
  patroller: "巡查人员",
  patrolReserve: "巡查候补",
  superiorDepartment: "上级主管部门",
  cyberspaceAdministration: "网信部门",
} as const;
export type Office = keyof typeof OFFICE_NAMES;

/** The parts of the program, one for each part of the rule, and the words by which people know them. Folder: server/<domain>. */
export const DOMAIN_NAMES = {
  accounts: "账号备案",
  review: "内容审核",
  livestream: "直播巡查",
  feedback: "网友留言",
  rota: "巡查轮值",
  safety: "运维安全",
  incidents: "舆情处置",
  accountability: "责任追究",
} as const;
export type Domain = keyof typeof DOMAIN_NAMES;
