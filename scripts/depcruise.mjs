/** Checks the rules of .dependency-cruiser.cjs; fails when a folder's TypeScript was not read, since what is not read breaks no rule. */
import { dirname, join } from "node:path";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cruise, format } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));

const isTypeScript = (path) => path.endsWith(".ts");
const folders = ["server", "entities", "cron", "miniapp", "test"].filter((folder) =>
  readdirSync(folder, { recursive: true }).some(isTypeScript),
);
const options = await extractDepcruiseOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(folders, options, null, { tsConfig: extractTSConfig("./tsconfig.json") });

const unread = folders.filter((folder) => !output.modules.some(({ source }) => source.startsWith(`${folder}/`) && isTypeScript(source)));
if (folders.length === 0 || unread.length > 0) {
  console.error(`dependency-cruiser read no TypeScript module of: ${unread.join(", ") || "the whole tree"}`);
  process.exit(1);
}
const report = await format(output, { outputType: "err-long" });
console.log(report.output);
process.exitCode = report.exitCode;
