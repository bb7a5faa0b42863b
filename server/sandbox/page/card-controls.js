import { h, isWebAddress, toast } from "./dom.js";
import { server } from "./server.js";

const PROBLEMS = { timeout: "应用在 5 秒内没有响应，已重发 3 次", refused: "连接不上应用", lost: "这次回调在路上丢失了" };

function tell({ problem, reply, status }) {
  if (problem) toast(`${PROBLEMS[problem] ?? `应用的回复不能用：${problem}`}`, true);
  else if (!reply && status === 200) toast("应用已收到，卡片稍后更新");
}

async function press(box, button, message, person, key, selected) {
  if (box.classList.contains("busy")) return;
  box.classList.add("busy");
  button.classList.add("pressed");
  try {
    tell(await server.press(person.userid, message.taskId, key, selected));
  } catch (error) {
    toast(error.message, true);
  } finally {
    box.classList.remove("busy");
    button.classList.remove("pressed");
  }
}

function chooser(question, isDisabled) {
  const options = question.option_list.map((option) =>
    h("option", { value: option.id, selected: option.id === question.selected_id }, option.text),
  );
  const select = h("select", { "aria-label": question.title || "选择", disabled: isDisabled }, ...options);
  const element = h("label.choose", {}, h("span", {}, question.title ?? ""), select);
  return { element, key: question.question_key, value: () => select.value };
}

function checklist(checkbox, name) {
  const type = checkbox.mode === 1 ? "checkbox" : "radio";
  const inputs = checkbox.option_list.map((option) =>
    h("input", { type, name, value: option.id, checked: option.is_checked === true, disabled: checkbox.disable === true }),
  );
  const lines = checkbox.option_list.map((option, index) => h("label.tick", {}, inputs[index], h("span", {}, option.text)));
  return {
    element: h("div.ticks", {}, ...lines),
    key: checkbox.question_key,
    value: () => inputs.filter((input) => input.checked).map((input) => input.value),
  };
}

function questions(message) {
  const { card } = message;
  const isDone = Boolean(card.replace_text);
  const single = isDone ? [] : [...(card.button_selection ? [card.button_selection] : [])].map((question) => chooser(question, false));
  const selects = (card.select_list ?? []).map((question) => chooser(question, isDone || question.disable === true));
  return [...single, ...selects, ...(card.checkbox ? [checklist(card.checkbox, `${message.id}-${message.taskId}`)] : [])];
}

/** The selectors and buttons of a card, or the grey words that took their place. */
export function drawControls(message, person, open) {
  const { card } = message;
  const asked = questions(message);
  const selected = () => Object.fromEntries(asked.map(({ key, value }) => [key, value()]));
  const elements = asked.map(({ element }) => element);
  if (card.replace_text) return [...elements, h("div.buttons", {}, h("span.grey", {}, card.replace_text))];
  const buttons = card.button_list ?? (card.submit_button ? [{ ...card.submit_button, style: 1 }] : []);
  if (buttons.length === 0) return elements;
  const box = h(buttons.length > 3 ? "div.buttons.many" : "div.buttons");
  for (const { text, style, type, key, url } of buttons) {
    const button = h(`button.s${style ?? 1}`, { type: "button" }, h("span", {}, text));
    button.addEventListener("click", () => {
      if (type === 1 && isWebAddress(url)) open(url);
      else void press(box, button, message, person, key, asked.length > 0 ? selected() : undefined);
    });
    box.append(button);
  }
  return [...elements, box];
}

/** The small menu at a card's upper right corner. */
export function drawMenu(message, person) {
  const box = h("details.menu-of", {}, h("summary", { "aria-label": message.card.action_menu.desc || "更多" }, "⋯"));
  const list = h("div");
  for (const { text, key } of message.card.action_menu.action_list) {
    const button = h("button", { type: "button" }, text);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      box.open = false;
      void press(list, button, message, person, key);
    });
    list.append(button);
  }
  box.append(list);
  box.addEventListener("click", (event) => event.stopPropagation());
  return box;
}
