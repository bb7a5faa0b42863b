import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { nowMs, on, takeClock } from "./store.js";
import { chatTime, fieldInstant, fieldValue, nextMorning, partsOf } from "./time.js";

const JUMPS = [
  ["+1 分钟", () => ({ advance: "PT1M" })],
  ["+10 分钟", () => ({ advance: "PT10M" })],
  ["+1 小时", () => ({ advance: "PT1H" })],
  ["+3 小时", () => ({ advance: "PT3H" })],
  ["次日 09:00", () => ({ to: nextMorning(nowMs()) })],
];

async function move(box, wish) {
  if (box.classList.contains("busy")) return;
  box.classList.add("busy");
  try {
    const { now } = await server.moveClock(wish);
    takeClock(now);
    box.classList.remove("open");
    toast(`现在是 ${partsOf(Date.parse(now)).dayText} ${chatTime(Date.parse(now), Date.parse(now))}，到期事项已处理`);
  } catch (error) {
    toast(error.message, true);
  } finally {
    box.classList.remove("busy");
  }
}

function chosenTime(box) {
  const field = h("input", { type: "datetime-local", "aria-label": "调到", step: "60" });
  const go = h("button.go", { type: "submit" }, "调到");
  const form = h(
    "form.to",
    { onsubmit: (event) => (event.preventDefault(), field.value && move(box, { to: fieldInstant(field.value) })) },
    field,
    go,
  );
  on("clock", () => {
    if (document.activeElement !== field && !box.classList.contains("open")) field.value = fieldValue(nowMs() + 3_600_000);
  });
  return form;
}

/** The shared time of app and phones, and the ways to move it on. */
export function clockControls() {
  const [day, time] = [h("span.day"), h("time")];
  const box = h("section.clock", { "aria-label": "共用时钟" });
  const jumps = JUMPS.map(([words, wish]) => h("button", { type: "button", onclick: () => move(box, wish()) }, words));
  const more = h("div.more", {}, h("p.what", {}, "时间只往前走；应用会先办完沿途到期的事。"), chosenTime(box));
  const open = h("button.hand", { type: "button", title: "调整时间", onclick: () => box.classList.toggle("open") }, day, time);
  const pick = h("button.pick", { type: "button", "aria-label": "选择时间", onclick: () => box.classList.toggle("open") }, "其他…");
  box.append(open, h("div.jumps", {}, ...jumps, pick), more, h("span.spin", { role: "status" }, "正在推进…"));
  const draw = () => {
    const { dayText, weekday, hour, minute, second } = partsOf(nowMs());
    day.textContent = `${dayText} ${weekday}`;
    time.replaceChildren(`${hour}:${minute}`, h("small", {}, `:${second}`));
  };
  on("clock", draw);
  setInterval(draw, 500);
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) box.classList.remove("open");
  });
  return box;
}
