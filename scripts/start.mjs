/** `npm start`: builds what is older than its sources and runs the desk. `--build-only` stops before running. Needs no network. */
import { freshPages, freshServer, requireNodeAndPackages } from "./freshness.mjs";
import { runBuilt } from "./run-built.mjs";

requireNodeAndPackages();
freshServer();
freshPages();
if (!process.argv.includes("--build-only")) {
  console.log("正在启动新媒体运营管理服务，按 Ctrl-C 停止。");
  runBuilt("server/main.js", process.argv.slice(2));
}
