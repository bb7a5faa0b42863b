import type { Actor } from "../../identity/actor.js";
import { newId } from "../../kernel/ids.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { tell } from "../notices.js";
import { isDataCentre, isPublicity } from "../rules/standing.js";
import { refuse22 } from "../rules/upward.js";

/** 应急报送舆情动态 (第23条): what has just changed, to the leaders and both desks, without waiting for the digest. Its words stay on the page. */
export const sendBulletin = async (desk: IncidentsDesk, actor: Actor, incidentId: string, note: string): Promise<void> => {
  const refusal = await desk.uow.run(async (tx) => {
    const facts = await loadIncident(desk, tx, incidentId);
    const { people, incident } = facts;
    const why =
      !isPublicity(facts, actor.userid) && !isDataCentre(facts, actor.userid)
        ? refuse22("not-monitoring", "forbidden", "舆情动态由宣传部会大数据中心报送，请联系宣传部值班。")
        : incident.status === "closed" || incident.status === "dismissed"
          ? refuse22("bulletin-over", "conflict", "事件已经办结，不再报送动态；有新情况请重新上报。")
          : null;
    if (why) {
      recordRefusal(desk, tx, actor, incidentId, "bulletin", why);
      return why;
    }
    const leaders = incident.level === "red" ? [...people.topLeader, ...people.secretariat] : [];
    const to = [...leaders, ...people.leaderInCharge, ...people.publicityHead, ...people.publicityDuty, ...people.dataCentreDuty];
    await tell(
      desk,
      tx,
      facts,
      `bulletin:${newId()}`,
      to.filter((userid) => userid !== actor.userid),
      {
        title: "舆情动态（应急）",
        duty: "setLevel",
        rows: [
          { keyname: "报送人", value: actor.name },
          { keyname: "内容", value: "请打开查看" },
        ],
      },
    );
    recordAct(desk, tx, actor, incidentId, "incidents.bulletin", { article: "23", facts: { comment: note } });
    return null;
  });
  if (refusal) throw refusal;
};
