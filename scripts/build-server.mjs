/** Compiles server, entities and cron into dist/ and copies what they read beside themselves: the rule's text, organisations, sandbox pages. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const OUTPUT = join(ROOT, "dist");
const EMITTED = ["server", "entities", "cron"];

const endWith = (faults) => {
  const format = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => ROOT, getNewLine: () => "\n" };
  console.error(ts.formatDiagnosticsWithColorAndContext(faults, format));
  process.exit(1);
};

/** The program as tsconfig.json has it, but emitting; ends with the compiler's words, and what was built before left as it was, if a type is wrong. */
const checkedProgram = () => {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const compilerOptions = { ...config.compilerOptions, noEmit: false, outDir: OUTPUT, rootDir: ROOT };
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent({ ...config, include: EMITTED, compilerOptions }, ts.sys, ROOT);
  const program = ts.createProgram(fileNames, options);
  const faults = [...errors, ...ts.getPreEmitDiagnostics(program)];
  if (faults.length > 0) endWith(faults);
  return program;
};

/** Every file beside the sources that is neither TypeScript nor documentation is read at run time. */
const copyTexts = () => {
  for (const entry of readdirSync(join(ROOT, "server"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /[.](ts|md)$/.test(entry.name)) continue;
    const source = join(entry.parentPath, entry.name);
    const copy = join(OUTPUT, relative(ROOT, source));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(source, copy);
  }
};

const startedAt = new Date();
const program = checkedProgram();
rmSync(OUTPUT, { recursive: true, force: true });
program.emit();
copyTexts();
const stamp = join(OUTPUT, ".built");
writeFileSync(stamp, "");
// What was changed while it was being built is newer than what was built.
utimesSync(stamp, startedAt, startedAt);
