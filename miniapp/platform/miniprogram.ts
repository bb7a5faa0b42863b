import type { ChosenFile, Host, Incoming } from "./host.js";
import { keepIfRoom } from "../services/room.js";
import { lastPart, miniprogramPhotos } from "./miniprogram-photos.js";

const tokenKey = "desk.session";

interface LoginCall {
  login(options: { success(answer: { code: string }): void; fail(reason: unknown): void }): void;
}
/** `wx.qy` exists in WeCom only; its login gives a code for jscode2session of the WeCom app [91506]. */
declare const wx: LoginCall & {
  qy?: LoginCall;
  chooseMessageFile(options: {
    count: number;
    type: "all";
    success(answer: { tempFiles: { name: string; path: string; size: number }[] }): void;
    fail(reason: unknown): void;
  }): void;
};

const parsed = (text: unknown): unknown => {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function chooseImage(): Promise<ChosenFile | null> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: 1,
      success(answer) {
        const source = ([] as string[]).concat(answer.tempFilePaths)[0];
        const files = answer.tempFiles as { size: number }[];
        resolve(source === undefined ? null : { name: lastPart(source), source, bytes: files[0]?.size ?? 0 });
      },
      fail: () => resolve(null),
    });
  });
}

function chooseFile(): Promise<ChosenFile | null> {
  return new Promise((resolve) => {
    wx.chooseMessageFile({
      count: 1,
      type: "all",
      success(answer) {
        const file = answer.tempFiles[0];
        resolve(file ? { name: file.name, source: file.path, bytes: file.size } : null);
      },
      fail: () => resolve(null),
    });
  });
}

const readText = (file: ChosenFile): Promise<string> =>
  new Promise((resolve, reject) => {
    uni.getFileSystemManager().readFile({
      filePath: file.source as string,
      encoding: "utf8",
      success: ({ data }) => resolve(data as string),
      fail: reject,
    });
  });

/** The mini program in WeCom, or in plain WeChat where `wx.qy` is absent. `origin` is the server's public address. */
export function miniprogramHost(origin: string): Host {
  return {
    kind: "miniprogram",
    carriesToken: true,
    exchange: (request) =>
      new Promise<Incoming>((resolve, reject) => {
        uni.request({
          url: origin + request.path,
          method: request.method,
          header: request.headers,
          data: request.body as string | object | undefined,
          timeout: request.timeoutMs,
          success: (answer) => resolve({ status: answer.statusCode, body: parsed(answer.data) }),
          fail: reject,
        });
      }),
    upload: (request, file) =>
      new Promise<Incoming>((resolve, reject) => {
        uni.uploadFile({
          url: origin + request.path,
          name: "file",
          filePath: file.source as string,
          formData: { ...request.fields },
          header: request.headers,
          timeout: request.timeoutMs,
          success: (answer) => resolve({ status: answer.statusCode, body: parsed(answer.data) }),
          fail: reject,
        });
      }),
    fetchFile: (request) =>
      new Promise<string>((resolve, reject) => {
        uni.downloadFile({
          url: origin + request.path,
          header: request.headers,
          timeout: request.timeoutMs,
          success: (answer) =>
            answer.statusCode === 200 ? resolve(answer.tempFilePath) : reject(new Error(`file answered ${answer.statusCode}`)),
          fail: reject,
        });
      }),
    savedToken: () => uni.getStorageSync<string>(tokenKey) || null,
    saveToken: (token) => (token === null ? uni.removeStorageSync(tokenKey) : keepIfRoom(tokenKey, token)),
    holdsCode: () => false,
    loginCode: () =>
      new Promise((resolve, reject) => {
        const door = wx.qy ?? wx;
        door.login({ success: ({ code }) => resolve({ code, via: "miniprogram" }), fail: reject });
      }),
    leaveForLogin: () => false,
    signedIn: () => undefined,
    chooseImage,
    chooseFile,
    photos: miniprogramPhotos,
    readText,
    openFile: (address, name) => void uni.openDocument({ filePath: address, fileType: name.split(".").pop(), showMenu: true }),
  };
}
