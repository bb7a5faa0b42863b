import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const H5 = "miniapp/dist/h5";
const MINI_PROGRAM = "miniapp/dist/mp-weixin";

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );

const gzipped = (file: string): number => gzipSync(readFileSync(file)).length;

/** What a phone loads for its first page: the document, what it names, and the chunks of the to-do page. */
const firstPage = (): number => {
  const document = readFileSync(join(H5, "index.html"), "utf8");
  const named = [...document.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map((match) => join(H5, match[1] ?? ""));
  const shared = readdirSync(join(H5, "assets")).filter((name) => !name.startsWith("pages-") || name.startsWith("pages-todo"));
  const all = new Set([join(H5, "index.html"), ...named, ...shared.map((name) => join(H5, "assets", name))]);
  return [...all].filter((file) => existsSync(file) && /\.(html|js|css)$/.test(file)).reduce((sum, file) => sum + gzipped(file), 0);
};

/** Sizes of what phones load, in KB; counted from above for the first page (every shared chunk is taken as loaded). */
export const benchSizes = () => {
  if (!existsSync(H5) || !existsSync(MINI_PROGRAM)) return { skipped: "miniapp/dist is not built: npm run build" };
  const miniProgram = filesUnder(MINI_PROGRAM).reduce((sum, file) => sum + statSync(file).size, 0);
  return { firstPageGzipKb: firstPage() / 1024, firstPageCeilingKb: 200, miniProgramKb: miniProgram / 1024, miniProgramCeilingKb: 600 };
};
