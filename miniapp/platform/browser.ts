import { browserPhotos } from "./browser-photos.js";
import { askOpener, clockMoved, framedTokens, takeCode } from "./framed-session.js";
import type { ChosenFile, Host, Incoming, Outgoing } from "./host.js";

const loginTried = "desk.login-tried";

async function answerOf(response: Response): Promise<Incoming> {
  const text = await response.text();
  try {
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  } catch {
    return { status: response.status, body: null };
  }
}

async function fetchWithin(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    return await fetch(path, { ...init, signal: abort.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** What both browser hosts share; a framed page never sends cookies, for they would belong to another phone. */
function transport(credentials: "omit" | "same-origin"): Pick<Host, "exchange" | "upload" | "fetchFile"> {
  return {
    async exchange(request: Outgoing) {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const headers = body === undefined ? request.headers : { ...request.headers, "Content-Type": "application/json" };
      return answerOf(await fetchWithin(request.path, { method: request.method, headers, body, credentials }, request.timeoutMs));
    },
    async upload(request, file) {
      const form = new FormData();
      for (const [name, value] of Object.entries(request.fields)) form.append(name, value);
      form.append("file", file.source as Blob, file.name);
      return answerOf(
        await fetchWithin(request.path, { method: "POST", headers: request.headers, body: form, credentials }, request.timeoutMs),
      );
    },
    async fetchFile(request) {
      const response = await fetchWithin(request.path, { headers: request.headers, credentials }, request.timeoutMs);
      if (!response.ok) throw new Error(`file answered ${response.status}`);
      return URL.createObjectURL(await response.blob());
    },
  };
}

function choose(accept: string): Promise<ChosenFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.style.display = "none";
    const answer = (file: ChosenFile | null): void => {
      input.remove();
      resolve(file);
    };
    input.addEventListener("cancel", () => answer(null));
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      answer(file ? { name: file.name, source: file, bytes: file.size } : null);
    });
    document.body.appendChild(input);
    input.click();
  });
}

const choosing: Pick<Host, "chooseImage" | "chooseFile" | "photos" | "readText" | "openFile" | "print"> = {
  chooseImage: () => choose("image/*"),
  chooseFile: () => choose(""),
  photos: browserPhotos,
  readText: (file) => (file.source as Blob).text(),
  openFile(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  },
  print: () => window.print(),
};

function framedHost(view: Window): Host {
  const tokens = framedTokens(view);
  let code = takeCode(view);
  return {
    kind: "framed",
    carriesToken: true,
    ...transport("omit"),
    ...choosing,
    savedToken: () => tokens.read(),
    saveToken: (token) => tokens.write(token),
    holdsCode: () => code !== null,
    async loginCode() {
      const handed = code ?? (await askOpener(view));
      code = null;
      return handed === null ? null : { code: handed, via: "web" };
    },
    leaveForLogin: () => false,
    signedIn: () => undefined,
    onClockMoved: (moved) => clockMoved(view, moved),
  };
}

function cookieHost(view: Window): Host {
  return {
    kind: "web",
    carriesToken: false,
    ...transport("same-origin"),
    ...choosing,
    savedToken: () => null,
    saveToken: () => undefined,
    holdsCode: () => false,
    loginCode: () => Promise.resolve(null),
    leaveForLogin(again = false) {
      if (!again && view.sessionStorage.getItem(loginTried) !== null) return false;
      view.sessionStorage.setItem(loginTried, "1");
      const { pathname, search, hash } = view.location;
      view.location.replace(`/auth/wecom?return=${encodeURIComponent(pathname + search + hash)}`);
      return true;
    },
    signedIn: () => view.sessionStorage.removeItem(loginTried),
  };
}

/** The H5 app: framed in a sandbox phone it carries a token of its own, at top level the browser's cookie. */
export function browserHost(view: Window): Host {
  return view.top === view.self ? cookieHost(view) : framedHost(view);
}
