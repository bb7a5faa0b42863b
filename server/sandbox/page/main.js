import { watchCalls } from "./calls.js";
import { toast } from "./dom.js";
import { drawGuide } from "./guide.js";
import { startPanel } from "./panel.js";
import { drawRail } from "./rail.js";
import { listen } from "./server.js";
import { startStage } from "./stage.js";
import { load, on, store, takeClock, tell } from "./store.js";
import { drawTop } from "./top.js";

const gone = document.getElementById("gone");
let wasOpen = false;

async function reload() {
  try {
    await load();
    gone.hidden = true;
  } catch (error) {
    gone.hidden = false;
    toast(error.message, true);
  }
}

function countTitle() {
  const unread = [...store.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  document.title = unread > 0 ? `(${unread}) 企业微信沙箱` : "企业微信沙箱";
}

drawTop(document.getElementById("top"));
drawRail(document.getElementById("rail"));
drawGuide(document.getElementById("guide"));
startStage(document.getElementById("stage"));
startPanel(document.getElementById("panel"));
on("chats", countTitle);
watchCalls();

listen({
  open: () => {
    gone.hidden = true;
    if (wasOpen) tell("reconnected");
    wasOpen = true;
    void reload();
  },
  gone: () => {
    gone.hidden = false;
  },
  people: () => void reload(),
  chat: (chat) => {
    store.chats.set(chat.userid, chat);
    tell("chat", chat.userid);
    tell("chats");
  },
  phone: (phone) => {
    store.phones.set(phone.userid, phone);
    tell("phone", phone.userid);
  },
  journal: () => tell("journal"),
  faults: (faults) => {
    store.faults = faults;
    tell("faults");
  },
  clock: ({ now }) => takeClock(now),
});
