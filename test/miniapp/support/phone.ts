import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../../../miniapp/dist/mp-weixin", import.meta.url));

/** A request as `wx.request` got it. */
export interface SeenRequest {
  method: string;
  path: string;
  header: Record<string, string>;
  data: unknown;
}
export interface StubbedAnswer {
  statusCode: number;
  data: unknown;
}
/** Answers a request; null lets it fail as a phone without network does. */
export type Answering = (request: SeenRequest) => StubbedAnswer | Promise<StubbedAnswer> | null;

interface Rendered {
  dom: HTMLElement;
  instance: Record<string, (argument?: unknown) => unknown>;
  attach(parent: unknown): void;
  detach(): void;
}
interface Simulate {
  load(path: string, options: { rootPath: string }): string;
  render(id: string): Rendered;
}

export interface Phone {
  seen: SeenRequest[];
  logins: string[];
  toasts: string[];
  navigations: string[];
  titles: string[];
  /** What lies in the phone's storage; hand it to the next start for the same phone. */
  stored: Map<string, unknown>;
  /** It takes no more into its storage, but for files. */
  full: boolean;
  open(page: string, query?: Record<string, string>): Promise<OpenPage>;
  close(): void;
}
export interface OpenPage {
  dom: HTMLElement;
  /** All text as a person reads it. */
  text(): string;
  all(selector: string): HTMLElement[];
  tap(words: string): void;
  type(selector: string, value: string): void;
  settle(): Promise<void>;
}

interface Exparser {
  Event: { create(name: string, detail: object, options: object): object; dispatchEvent(node: unknown, event: object): void };
}
/** The event system of the mini program's runtime, as miniprogram-simulate brings it. */
function exparser(): Exparser {
  const simulate = createRequire(require.resolve("miniprogram-simulate"));
  return createRequire(simulate.resolve("j-component"))("miniprogram-exparser") as Exparser;
}
function fire(target: HTMLElement, name: string, detail: object): void {
  const { Event: events } = exparser();
  const node = (target as unknown as { __wxElement: unknown }).__wxElement;
  events.dispatchEvent(node, events.create(name, detail, { bubbles: true, capturePhase: true, composed: true }));
}

/** True when the mini program was built; the npm script does it before the tests. */
export const isBuilt = (): boolean => existsSync(`${root}/app.js`);

/** The part of `wx` that miniprogram-simulate brings, as it was before the first phone. */
let ofSimulate: object | null = null;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setTimeout(resolve, 4));
};

function forget(): void {
  for (const file of Object.keys(require.cache)) if (file.startsWith(root)) delete require.cache[file];
}

interface Uploading {
  url: string;
  filePath: string;
  header: Record<string, string>;
  formData: object;
  success: (answer: StubbedAnswer) => void;
  fail: (reason: object) => void;
}

function answered(answer: ReturnType<Answering>, success: (given: StubbedAnswer) => void, fail: (reason: object) => void): void {
  if (answer === null) setTimeout(() => fail({ errMsg: "request:fail" }));
  else void Promise.resolve(answer).then((given) => setTimeout(() => success(given)));
}

const fileKey = (path: string): string => `file ${path}`;
/** A camera, and the files of the phone as WeChat keeps them: saving moves a file, and a temporary one is gone with the program. */
function photos(storage: Map<string, unknown>): Record<string, unknown> {
  interface Call {
    tempFilePath: string;
    filePath: string;
    success: (answer?: object) => void;
    fail: (reason: object) => void;
  }
  const gone = { errMsg: "fail no such file or directory" };
  for (const key of storage.keys()) if (key.startsWith(fileKey("wxfile://tmp"))) storage.delete(key);
  return {
    chooseImage({ success }: Pick<Call, "success">) {
      storage.set(fileKey("wxfile://tmp/photo.jpg"), true);
      success({ tempFilePaths: ["wxfile://tmp/photo.jpg"], tempFiles: [{ path: "wxfile://tmp/photo.jpg", size: 2048 }] });
    },
    getFileSystemManager: () => ({
      saveFile({ tempFilePath, success, fail }: Call) {
        if (!storage.delete(fileKey(tempFilePath))) return fail(gone);
        storage.set(fileKey("wxfile://store/photo.jpg"), true);
        success({ savedFilePath: "wxfile://store/photo.jpg" });
      },
      getFileInfo: ({ filePath, success, fail }: Call) => (storage.has(fileKey(filePath)) ? success({ size: 2048 }) : fail(gone)),
      unlink({ filePath, success }: Call) {
        storage.delete(fileKey(filePath));
        success();
      },
    }),
  };
}

/**
 * A phone with the compiled mini program on it and a stubbed `wx`. `wecom` puts `wx.qy` there, as WeCom does; `calls` are others of its calls, null where
 * it is too old for one.
 */
export function startPhone(
  answering: Answering,
  options: { wecom: boolean; stored?: Map<string, unknown>; calls?: Record<string, unknown> },
): Phone {
  const leave = (require("jsdom-global") as (html: string, options: object) => () => void)("<!doctype html><body></body>", {
    url: "http://phone.test/",
    pretendToBeVisual: true,
  });
  const simulate = require("miniprogram-simulate") as Simulate;
  ofSimulate ??= { ...(globalThis as { wx?: object }).wx };
  const phone = {
    seen: [] as SeenRequest[],
    logins: [] as string[],
    toasts: [] as string[],
    navigations: [] as string[],
    titles: [] as string[],
    stored: new Map<string, unknown>(options.stored),
    full: false,
  };
  const storage = phone.stored;
  const rendered: Rendered[] = [];
  const login = (door: string) => (call: { success(answer: { code: string }): void }) => {
    phone.logins.push(door);
    setTimeout(() => call.success({ code: `code-${phone.logins.length}` }));
  };
  const navigate = (call: { url: string }): void => void phone.navigations.push(call.url);
  const nothing = (): void => undefined;
  const seen = (method: string, url: string, header: Record<string, string>, data: unknown): SeenRequest => {
    const { pathname, search } = new URL(url);
    const request = { method, path: pathname + search, header, data };
    phone.seen.push(request);
    return request;
  };
  const wx: Record<string, unknown> = {
    ...ofSimulate,
    login: login("wx"),
    getStorageSync: (key: string) => storage.get(key) ?? "",
    setStorageSync(key: string, value: unknown) {
      if (phone.full) throw new Error("exceed storage max size");
      storage.set(key, value);
    },
    removeStorageSync: (key: string) => void storage.delete(key),
    showToast: (call: { title: string }) => void phone.toasts.push(call.title),
    setNavigationBarTitle: (call: { title: string }) => void phone.titles.push(call.title),
    navigateTo: navigate,
    redirectTo: navigate,
    switchTab: navigate,
    pageScrollTo: nothing,
    stopPullDownRefresh: nothing,
    onNetworkStatusChange: nothing,
    vibrateShort: nothing,
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    ...photos(storage),
    uploadFile({ url, filePath, header, formData, success, fail }: Uploading) {
      const answer = storage.has(fileKey(filePath)) ? answering(seen("POST", url, header, { filePath, ...formData })) : null;
      answered(answer, (given) => success({ ...given, data: JSON.stringify(given.data) }), fail);
    },
    request(call: {
      url: string;
      method: string;
      header: Record<string, string>;
      data: unknown;
      success: (answer: StubbedAnswer) => void;
      fail: (reason: object) => void;
    }) {
      answered(answering(seen(call.method, call.url, call.header, call.data)), call.success, call.fail);
      return { abort: nothing };
    },
  };
  Object.assign(wx, options.calls);
  if (options.wecom) wx.qy = { login: login("wx.qy") };
  let app: { onLaunch?: (options: object) => void } = {};
  Object.assign(globalThis, { wx, App: (given: typeof app) => (app = given), Page: nothing, getApp: () => app, getCurrentPages: () => [] });
  forget();
  require(`${root}/app.js`);
  app.onLaunch?.({});

  const doors: Pick<Phone, "open" | "close"> = {
    async open(page, query = {}) {
      const component = simulate.render(simulate.load(`${root}/${page}`, { rootPath: root }));
      rendered.push(component);
      component.attach(document.body);
      component.instance.onLoad?.(query);
      component.instance.onShow?.();
      await settle();
      const all = (selector: string): HTMLElement[] => [...component.dom.querySelectorAll<HTMLElement>(selector)];
      return {
        dom: component.dom,
        text: () => component.dom.textContent ?? "",
        all,
        tap(words) {
          const target = all("*")
            .filter((element) => element.textContent?.trim() === words)
            .pop();
          if (target === undefined) throw new Error(`nothing on the page says ${words}`);
          fire(target, "tap", { x: 0, y: 0 });
        },
        type(selector, value) {
          const target = all(selector)[0];
          if (target === undefined) throw new Error(`nothing on the page matches ${selector}`);
          fire(target, "input", { value });
        },
        settle,
      };
    },
    close() {
      for (const component of rendered) {
        component.instance.onUnload?.();
        component.detach();
      }
      forget();
      leave();
    },
  };
  return Object.assign(phone, doors);
}
