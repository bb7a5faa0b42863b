import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { chromiumPath } from "./chromium-path.js";

/** The two screens that everything is looked at on, in CSS pixels. */
export const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  laptop: { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false },
} as const;

export type Screen = keyof typeof SCREENS;

/** A page with a session of its own, and what went wrong on it: script errors, errors on the console, requests that left this machine. */
export interface OpenPage {
  page: Page;
  context: BrowserContext;
  problems: string[];
}

const SHOTS = "test/e2e/shots";
const README_PICTURES = ".screenshots";
const README_PICTURE_BYTES = 250 * 1024;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium of `CHROMIUM_PATH` or the PATH, headless, fit to run as root and without calls home. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("Chromium not found: install it, or name it with CHROMIUM_PATH");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
};

const isOutside = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return /^(https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1" && hostname !== "localhost";
};

/** Opens an address on one of the screens in Chinese, Shanghai time and the given colour scheme. Requests to other hosts are cut off and noted. */
export const openPage = async (
  browser: Browser,
  url: string,
  screen: Screen,
  colorScheme: "light" | "dark" = "light",
): Promise<OpenPage> => {
  const context = await browser.newContext({ ...SCREENS[screen], locale: "zh-CN", timezoneId: "Asia/Shanghai", colorScheme });
  const problems: string[] = [];
  await context.route(
    (address) => isOutside(address.href),
    async (route) => {
      problems.push(`outside request: ${route.request().url()}`);
      await route.abort();
    },
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  await page.goto(url);
  return { page, context, problems };
};

/**
 * Takes a picture of what the screen shows into test/e2e/shots/NAME.png. With `readme` and E2E_KEEP_SHOTS=1 it also becomes the
 * README's picture .screenshots/NAME.png, which may have 250 KB; throws if it has more.
 */
export const shoot = async (page: Page, name: string, { readme = false } = {}): Promise<void> => {
  const picture = await page.screenshot({ animations: "disabled", caret: "hide", scale: "css" });
  await keep(SHOTS, name, picture);
  if (!readme || process.env.E2E_KEEP_SHOTS !== "1") return;
  if (picture.length > README_PICTURE_BYTES)
    throw new Error(`${name}.png has ${picture.length} bytes, more than a README picture may have`);
  await keep(README_PICTURES, name, picture);
};

const keep = async (folder: string, name: string, picture: Buffer): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.png`), picture);
};
