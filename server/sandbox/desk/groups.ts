import type Router from "koa-router";
import type { Corp } from "../corp.js";
import { formGroup } from "../group-life.js";
import { asking, DeskProblem, wordOf } from "./asking.js";
import { allGroups, groupsOf } from "./views.js";

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : []);

function known(corp: Corp, id: string): string {
  if (!corp.groups.find(id)) throw new DeskProblem(404, "没有这个群");
  return id;
}

/** The page's calls about groups: what a phone shows, and what people do with groups in their client. */
export function groupRoutes(router: Router, corp: Corp): void {
  const { get, post } = asking(router, corp);
  router.get("/desk/groups", (ctx) => {
    ctx.body = allGroups(corp, ctx.URL.origin);
  });
  get("/desk/chats/:userid/groups", ({ userid }) => groupsOf(corp, userid));
  post("/desk/groups", ({ body }) => {
    const robot = typeof body.robot === "string" ? body.robot : undefined;
    const { id } = formGroup(corp, { name: wordOf(body, "name"), members: listOf(body.members), robot });
    return { id };
  });
  post("/desk/groups/:id/disbanding", ({ id }) => corp.groups.change(known(corp, id), { disbanded: true }));
  post("/desk/groups/:id/robot-removal", ({ id }) => corp.groups.change(known(corp, id), { robot: null }));
}
