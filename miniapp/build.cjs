/** Builds one target of the mini-app: `node miniapp/build.cjs h5|mp-weixin` → miniapp/dist/<target>. */
const fs = require("node:fs");
const path = require("node:path");

const target = process.argv[2];
if (target !== "h5" && target !== "mp-weixin") {
  console.error("usage: node miniapp/build.cjs h5|mp-weixin");
  process.exit(2);
}
const root = path.resolve(__dirname, "..");
process.chdir(root);
// uni's command line asks its vendor for updates on every build unless CI is set.
process.env.CI ||= "1";
process.env.NODE_ENV = "production";
process.env.UNI_INPUT_DIR = __dirname;
process.env.VITE_ROOT_DIR = __dirname;
process.env.UNI_OUTPUT_DIR = path.join(__dirname, "dist", target);
process.argv = [process.argv[0], "uni", "build", "-p", target, "-c", path.join(__dirname, "vite.config.mts")];
// The project is ESM, what is built is not: Node reads the compiled mini program in its tests.
const dist = path.join(__dirname, "dist");
fs.mkdirSync(dist, { recursive: true });
fs.writeFileSync(path.join(dist, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
require("@dcloudio/vite-plugin-uni/bin/uni.js");
