import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root; every path of the scripts hangs on it, never on the folder they are called from. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

const OLDEST_NODE = [20, 19];

/** Two outputs that `npm start` needs. `needs` are packages of the build itself, absent where only runtime packages are installed. */
const SERVER = {
  name: "服务端",
  output: "dist/.built",
  sources: ["server", "entities", "cron", "tsconfig.json", "package-lock.json", "scripts/build-server.mjs"],
  command: ["scripts/build-server.mjs"],
  needs: ["typescript"],
};
const H5 = {
  name: "手机页面（H5）",
  output: "miniapp/dist/h5/index.html",
  sources: ["miniapp", "package-lock.json"],
  command: ["miniapp/build.cjs", "h5"],
  needs: ["vite", "@dcloudio/vite-plugin-uni"],
};

/** Prints a line to a person and ends with 1. */
export const giveUp = (message) => {
  console.error(message);
  process.exit(1);
};

const missing = (names) => names.filter((name) => !existsSync(join(ROOT, "node_modules", name, "package.json")));

/** Ends with a clear line where Node is too old or the packages are not there. */
export const requireNodeAndPackages = () => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    giveUp(`Node.js 版本过低：现为 ${process.versions.node}，需要 ${OLDEST_NODE.join(".")} 或更新。请升级 Node.js 后重试。`);
  }
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const absent = missing(Object.keys(dependencies));
  if (absent.length > 0)
    giveUp(`依赖包还没有装好（缺 ${absent.slice(0, 3).join("、")} 等 ${absent.length} 个）。请先在项目目录执行：npm ci`);
};

/** Newest change below a path. A folder's own time counts, so that a deleted source is noticed, unless an output is written into it. */
const newestChange = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const names = readdirSync(path);
  const inside = names.filter((name) => name !== "dist").map((name) => newestChange(join(path, name)));
  return Math.max(names.includes("dist") ? 0 : stat.mtimeMs, ...inside);
};

const isStale = ({ output, sources }) => {
  const built = statSync(join(ROOT, output), { throwIfNoEntry: false });
  return !built || sources.some((source) => newestChange(join(ROOT, source)) > built.mtimeMs);
};

const build = (target) => {
  const absent = missing(target.needs);
  if (absent.length > 0) giveUp(`${target.name}需要重新编译，但编译工具没有安装（缺 ${absent.join("、")}）。请执行：npm ci`);
  const why = existsSync(join(ROOT, target.output)) ? "源文件有更新" : "还没有编译过";
  console.log(`${target.name}：${why}，正在编译……`);
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, target.command, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) giveUp(`${stdout}\n${target.name}编译失败，原因见上。`);
  console.log(`${target.name}：编译完成，用时 ${((performance.now() - started) / 1000).toFixed(1)} 秒。`);
};

/** Builds the server if a source is newer than what was built of it. */
export const freshServer = () => {
  if (isStale(SERVER)) build(SERVER);
};

/** The same for the H5 pages. The mini program is never built here: nothing on this machine runs it. */
export const freshPages = () => {
  if (isStale(H5)) build(H5);
};
