import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const noNakedClock = [
  ["NewExpression[callee.name='Date'][arguments.length=0]", "Ask the Clock."],
  ["CallExpression[callee.object.name='Date'][callee.property.name='now']", "Ask the Clock."],
  ["CallExpression[callee.name='dayjs'][arguments.length=0]", "Ask the Clock."],
];
const noNakedEnvironment = [["MemberExpression[object.name='process'][property.name='env']", "Ask server/env.ts."]];
const noNakedTransaction = [
  ["CallExpression[callee.property.name='transaction']", "Ask the unit of work."],
  ["CallExpression[callee.property.name='createQueryRunner']", "Ask the unit of work."],
];
const noNakedRequest = [["CallExpression[callee.name='fetch']", "Ask the WeCom client."]];

/** Each of these has one door; `except` names the doors that a file may be. */
const doors = ({ clock = false, environment = false, transaction = false, request = false } = {}) => {
  const shut = [
    ...(clock ? [] : noNakedClock),
    ...(environment ? [] : noNakedEnvironment),
    ...(transaction ? [] : noNakedTransaction),
    ...(request ? [] : noNakedRequest),
  ];
  return { "no-restricted-syntax": shut.length === 0 ? "off" : ["error", ...shut.map(([selector, message]) => ({ selector, message }))] };
};

const NODE = ["process", "console", "performance", "Buffer", "URL", "setTimeout", "clearTimeout", "module", "require", "__dirname"];
const BROWSER = [
  ...["window", "document", "location", "history", "navigator", "console", "performance", "localStorage", "sessionStorage", "crypto"],
  ...["fetch", "EventSource", "URL", "URLSearchParams", "FormData", "Headers", "AbortController", "CustomEvent", "Event", "Notification"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "structuredClone", "matchMedia"],
  ...["HTMLElement", "Element", "Node", "Audio", "AudioContext", "ResizeObserver", "IntersectionObserver", "MutationObserver", "alert"],
];
const globals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

const unused = [
  "error",
  { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
];

/** What holds for every script, typed or not. */
const habits = {
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-else-return": "error",
  "no-useless-return": "error",
  "object-shorthand": "error",
  "no-unused-vars": unused,
  "no-unreachable": "error",
  "no-dupe-keys": "error",
  "no-self-assign": "error",
  "no-fallthrough": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
};

const sizes = {
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
};

export default defineConfig(
  globalIgnores(["dist/", "miniapp/dist/", "data/", "coverage/", "test/e2e/shots/", "**/*.vue"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...habits,
      "no-unused-vars": "off",
      "no-implied-eval": "off",
      ...sizes,
      ...doors(),
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": unused,
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/return-await": "error",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  // The values in force are handed in (SettingValues); the defaults are for those who make them.
  {
    files: ["server/**/*.ts"],
    ignores: ["server/regulation/**", "server/settings/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: ["**/regulation/settings.js"], importNames: ["SETTING_DEFAULTS"] }] }],
    },
  },
  { files: ["server/kernel/clock.ts", "server/sandbox/wall.ts", "miniapp/services/server-clock.ts"], rules: doors({ clock: true }) },
  { files: ["server/env.ts"], rules: doors({ environment: true }) },
  { files: ["server/kernel/{unit-of-work,runners}.ts"], rules: doors({ transaction: true }) },
  {
    files: ["server/wecom/**/*.ts", "server/operations/heartbeat.ts", "miniapp/platform/browser.ts"],
    rules: doors({ request: true }),
  },
  { files: ["server/sandbox/**/*.ts"], ignores: ["server/sandbox/wall.ts"], rules: doors({ request: true }) },
  // Tables in the form of one function: routes, migrations, and the one place that puts the program together.
  { files: ["server/*/routes.ts", "server/migrations/**"], rules: { "max-lines-per-function": "off" } },
  // A composable is a page's whole script: its length is the file's.
  {
    files: ["miniapp/pages/**/use-*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  // What a .vue file exports is known to vue-tsc alone.
  { files: ["miniapp/main.ts"], rules: { "@typescript-eslint/no-unsafe-argument": "off" } },
  {
    files: ["miniapp/vite.config.mts"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: doors({ environment: true }),
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      ...doors({ clock: true, environment: true, transaction: true, request: true }),
      "max-lines": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      // What a test reads of an answer is checked by the test itself.
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    files: ["server/sandbox/page/**/*.js"],
    languageOptions: { globals: globals(BROWSER) },
    rules: { ...habits, ...sizes, "no-undef": "error" },
  },
  {
    files: ["scripts/**/*.mjs", "*.js"],
    languageOptions: { globals: globals(NODE) },
    rules: { ...habits, ...sizes, "no-undef": "error" },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: globals(NODE) },
    rules: { ...habits, "no-undef": "error" },
  },
);
