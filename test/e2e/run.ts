import { spawnSync } from "node:child_process";
import { chromiumPath } from "./support/chromium-path.js";

const chromium = chromiumPath();
if (!chromium) {
  console.error("没有找到 Chromium：请安装（apt-get install chromium fonts-noto-cjk），或用 CHROMIUM_PATH 指明它的位置。");
  console.error("Chromium not found: install it, or name the program with CHROMIUM_PATH.");
  process.exit(1);
}

const node = (...args: string[]): void => {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env: { ...process.env, CHROMIUM_PATH: chromium } });
  if (status !== 0) process.exit(status ?? 1);
};

node("scripts/start.mjs", "--build-only");
node("node_modules/mocha/bin/mocha.js", "--config", "test/e2e/.mocharc.json", ...process.argv.slice(2));
