/** The little of a window that the framed session needs; tests hand in a plain object. */
export interface FramedWindow {
  name: string;
  location: { pathname: string; search: string; hash: string };
  history: { replaceState(state: unknown, unused: string, url: string): void; state: unknown };
  sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
}

/** Several phones stand in one page and share its storage: the frame's name keeps their sessions apart. */
export const framedKey = (frameName: string): string => `desk.session.${frameName}`;

/** Takes the one-time code out of the address, so that neither a reload nor a copied link carries it. */
export function takeCode(view: FramedWindow): string | null {
  const query = new URLSearchParams(view.location.search);
  const code = query.get("code");
  if (code === null) return null;
  query.delete("code");
  query.delete("state");
  const rest = query.toString();
  view.history.replaceState(view.history.state, "", `${view.location.pathname}${rest ? `?${rest}` : ""}${view.location.hash}`);
  return code;
}

/** A store that lives as long as the frame; storage may be refused to a framed page, then memory alone serves. */
export function framedTokens(view: FramedWindow): { read(): string | null; write(token: string | null): void } {
  const key = framedKey(view.name);
  /** what storage would not take */
  let memory: string | null = null;
  return {
    read() {
      try {
        return view.sessionStorage.getItem(key) ?? memory;
      } catch {
        return memory;
      }
    },
    write(token) {
      try {
        if (token === null) view.sessionStorage.removeItem(key);
        else view.sessionStorage.setItem(key, token);
      } catch {
        memory = token;
      }
    },
  };
}

const answersWithin = 3_000;

/** Asks the phone round this frame for a fresh one-time code, as `wx.qy.login` does in WeCom; null where it has none or does not answer. */
export function askOpener(view: Window): Promise<string | null> {
  return new Promise((resolve) => {
    const settle = (code: string | null): void => {
      view.removeEventListener("message", hear);
      clearTimeout(timer);
      resolve(code);
    };
    const hear = ({ source, data }: MessageEvent): void => {
      const answer = data as { deskCode?: unknown } | null;
      if (source === view.parent && answer?.deskCode !== undefined) settle(typeof answer.deskCode === "string" ? answer.deskCode : null);
    };
    const timer = setTimeout(() => settle(null), answersWithin);
    view.addEventListener("message", hear);
    view.parent.postMessage({ deskAsks: "code" }, "*");
  });
}

/** Hears from the phone round this frame that the sandbox's clock was moved; returns how to listen no more. */
export function clockMoved(view: Window, moved: () => void): () => void {
  const hear = ({ source, data }: MessageEvent): void => {
    if (source === view.parent && (data as { deskClock?: unknown } | null)?.deskClock === "moved") moved();
  };
  view.addEventListener("message", hear);
  return () => view.removeEventListener("message", hear);
}
