import { h, toast } from "./dom.js";
import { grouped, nameOf } from "./people.js";
import { server } from "./server.js";
import { on, personOf, store } from "./store.js";

let redraw = () => undefined;
on("chat", () => redraw());

async function act(work) {
  try {
    await work();
    redraw();
  } catch (error) {
    toast(error.message, true);
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("已复制");
  } catch {
    toast("浏览器不允许复制，请选中地址手动复制", true);
  }
}

const quiet = (words, work) => h("button.quiet", { type: "button", onclick: () => act(work) }, words);

function robotLines({ robot }) {
  return robot ? [h("h3", {}, `群机器人「${robot.name}」的 Webhook 地址`), h("p.address", {}, robot.webhook)] : [];
}

function acts({ id, robot }) {
  const ofRobot = robot
    ? [
        h("button.plain", { type: "button", onclick: () => copy(robot.webhook) }, "复制地址"),
        quiet("移除机器人", () => server.removeRobot(id)),
      ]
    : [];
  return h(
    "div.acts",
    {},
    ...ofRobot,
    quiet("解散群", () => server.disband(id)),
  );
}

function entry(group) {
  const names = group.members.map((userid) => personOf(userid)?.name ?? userid).join("、");
  const made = group.disbanded ? "已解散" : group.by === "app" ? "应用建群" : "成员建群";
  return h(
    group.disbanded ? "section.group.over" : "section.group",
    { "data-group": group.id },
    h("div.group-head", {}, h("b", {}, `${group.name}（${group.members.length}）`), h("small", {}, made)),
    h("p", {}, names),
    ...(group.disbanded ? [] : [...robotLines(group), acts(group)]),
  );
}

function memberChoice(chosen) {
  const lines = grouped(store).flatMap((department) => [
    h("h4", {}, department.name),
    ...department.members.map((person) => {
      const toggle = (event) => (event.target.checked ? chosen.add(person.userid) : chosen.delete(person.userid));
      return h("label.tick", {}, h("input", { type: "checkbox", onchange: toggle }), h("span", {}, nameOf(person).main));
    }),
  ]);
  return h("details.members", {}, h("summary", {}, "选择成员（至少两名）"), h("div", {}, ...lines));
}

/** The form with which people found a group in their client, and by wish add a robot. */
function founding() {
  const chosen = new Set();
  const name = h("input", { type: "text", maxlength: "50", placeholder: "例如：宣传部值班群", "aria-label": "群名" });
  const robot = h("input", { type: "text", maxlength: "20", placeholder: "不填则不添加", "aria-label": "机器人名" });
  const submit = (event) => {
    event.preventDefault();
    void act(() => server.formGroup({ name: name.value, members: [...chosen], robot: robot.value }));
  };
  return h(
    "form.founding",
    { onsubmit: submit },
    h("h3", {}, "像成员那样建一个群"),
    h("label", {}, h("span", {}, "群名"), name),
    h("label", {}, h("span", {}, "群机器人"), robot),
    memberChoice(chosen),
    h("button.plain", { type: "submit" }, "建群"),
  );
}

/** The panel with all groups, the addresses of their robots, and a form for a new one. */
export function drawGroups(content, _tools, isOpen) {
  const list = h("div");
  const box = h("div");
  content.append(list, box);
  let count = -1;
  redraw = async () => {
    if (!isOpen()) return;
    try {
      const groups = await server.groups();
      list.replaceChildren(
        ...(groups.length > 0 ? groups.map(entry) : [h("p.empty", {}, "还没有群。应用建的群和成员建的群都会列在这里。")]),
      );
      if (groups.length !== count) box.replaceChildren(founding());
      count = groups.length;
    } catch (error) {
      toast(error.message, true);
    }
  };
  void redraw();
}
