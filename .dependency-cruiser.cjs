/** Domains are the chapters of the rule; `organisation` (who sits where) is bound by the same rules. */
const DOMAINS = "accounts|review|livestream|feedback|rota|safety|incidents|accountability|organisation";
const PLATFORM =
  "kernel|audit|contacts|deadlines|identity|delivery|wecom|http|clockwork|files|measures|operations|subscription|settings|calendar|spreadsheet";
/** Files that decide or word something from what they are given; the pieces that rules and cards are made of are bound as these are. */
const DECIDING = "^server/[^/]+/(rules|qualification|refusals|words)([.]ts$|/)";
const CARDS = "^server/[^/]+/cards([.]ts$|/)";
const PURE_KERNEL = "^server/kernel/(due|calendar|local-time|refusal|short)";
/** `import type` crosses a border freely, unless a rule says otherwise. */
const TYPES = ["type-only", "type-import"];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Give one of the two what it needs as a parameter, or move what both need one layer down.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPES } },
    },
    {
      name: "no-orphans",
      comment: "Nobody imports it and it imports nobody: use it or remove it.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: ["[.]d[.]ts$", "^server/migrations/", "^server/sandbox/page/", "^miniapp/", "^test/support/environment[.]ts$"],
      },
      to: {},
    },
    { name: "not-to-unresolvable", comment: "Nothing stands at this path.", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "not-to-dev-dep",
      comment: "What runs needs it in `dependencies`.",
      severity: "error",
      from: { path: "^(server|entities|cron)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: [...TYPES, "npm"] },
    },
    { name: "not-to-test", comment: "Tests are above everything.", severity: "error", from: { pathNot: "^test/" }, to: { path: "^test/" } },
    {
      name: "regulation-is-the-floor",
      comment: "The law knows nothing of the program; it may read its own text.",
      severity: "error",
      from: { path: "^server/regulation/" },
      to: { pathNot: ["^server/regulation/", "^(node:)?(fs|path|url)$"] },
    },
    {
      name: "entities-are-leaves",
      comment: "An entity knows columns and the rule's closed sets.",
      severity: "error",
      from: { path: "^entities/" },
      to: { pathNot: ["^entities/", "^node_modules/typeorm", "^server/regulation/"] },
    },
    {
      name: "rules-are-pure",
      comment: "(facts, now) in, a decision out: no storage, no transport, no clock. Everything else only as a type.",
      severity: "error",
      from: { path: DECIDING, pathNot: "^server/sandbox/" },
      to: { pathNot: ["^server/regulation/", PURE_KERNEL, DECIDING], dependencyTypesNot: TYPES },
    },
    {
      name: "cards-are-pure",
      comment: "A card is (fact) → card. Everything but the rule and the pure part of the kernel only as a type.",
      severity: "error",
      from: { path: CARDS, pathNot: "^server/sandbox/" },
      to: { pathNot: ["^server/regulation/", PURE_KERNEL, DECIDING, CARDS], dependencyTypesNot: TYPES },
    },
    {
      name: "kernel-is-below",
      comment: "The kernel is used by all and uses only entities and the rule.",
      severity: "error",
      from: { path: "^server/kernel/" },
      to: { path: "^server/", pathNot: "^server/(kernel|regulation)/", dependencyTypesNot: TYPES },
    },
    {
      name: "domains-do-not-know-transport",
      comment: "Only routes, schemas, cards and logins speak HTTP or WeCom.",
      severity: "error",
      from: {
        path: `^server/(${DOMAINS}|kernel|audit|contacts|deadlines|identity|clockwork|files|measures|settings|calendar)/`,
        pathNot: "(routes|schema|cards)[.]ts$|identity/login[.]ts$",
      },
      to: { path: ["^server/(http|wecom)/", "^node_modules/(@types/)?(koa|koa-router|node-cron|@wecom)/"], dependencyTypesNot: TYPES },
    },
    {
      name: "domains-meet-at-service",
      comment: "A domain may call another's service.ts and nothing else of it.",
      severity: "error",
      from: { path: `^server/(${DOMAINS})/` },
      to: { path: `^server/(${DOMAINS})/`, pathNot: ["^server/$1/", "/service[.]ts$"], dependencyTypesNot: TYPES },
    },
    {
      name: "platform-does-not-know-domains",
      comment: "A domain hands its cards, presses and schema to composition/domains.ts; the platform gets them from there.",
      severity: "error",
      from: { path: `^server/(${PLATFORM})/` },
      to: { path: `^server/(${DOMAINS})/`, dependencyTypesNot: TYPES },
    },
    {
      name: "routes-do-not-touch-storage",
      comment: "Authenticate, validate, one service call, present.",
      severity: "error",
      from: { path: "/(routes|schema)[.]ts$", pathNot: "^server/migrations/" },
      to: { path: ["^entities/", "^node_modules/typeorm/"], dependencyTypesNot: TYPES },
    },
    {
      name: "one-door-to-wecom",
      comment: "Send through delivery; log in through identity.",
      severity: "error",
      from: {
        pathNot:
          "^server/(wecom|delivery|identity|doctor)/|^server/(compose|app)[.]ts$|^server/composition/|^server/commands/doctor[.]ts$|^test/",
      },
      to: { path: "^server/wecom/", dependencyTypesNot: TYPES },
    },
    {
      name: "one-door-to-the-data-source",
      comment: "Ask the unit of work.",
      severity: "error",
      from: { pathNot: "^server/((main|compose|data-source)[.]ts$|kernel/unit-of-work[.]ts$|migrations/|commands/)|^test/" },
      to: { path: "^server/data-source[.]ts$" },
    },
    {
      name: "shells-are-the-top",
      comment: "What puts the program together is used by main.ts, commands, jobs (as a type) and tests; nothing below knows it.",
      severity: "error",
      from: { path: "^(server|entities|cron)/", pathNot: "^server/((main|compose|app|api|demonstration)[.]ts$|commands/|composition/)" },
      to: { path: "^server/((main|compose|app|api|demonstration)[.]ts$|commands/|composition/)", dependencyTypesNot: TYPES },
    },
    {
      name: "cron-is-thin",
      comment: "A job calls a service.",
      severity: "error",
      from: { path: "^cron/" },
      to: {
        path: ["^entities/", "^server/[^/]+/(rules|routes|cards|schema)[.]ts$", "^server/wecom/", "^node_modules/typeorm/"],
        dependencyTypesNot: TYPES,
      },
    },
    {
      name: "nothing-calls-cron",
      comment: "main.ts starts it; nobody else does.",
      severity: "error",
      from: { pathNot: "^(cron|test)/|^server/main[.]ts$" },
      to: { path: "^cron/" },
    },
    {
      name: "nobody-knows-the-sandbox",
      comment: "The program must not know that it talks to a sandbox.",
      severity: "error",
      from: { pathNot: "^server/(main[.]ts$|sandbox/)|^test/" },
      to: { path: "^server/sandbox/" },
    },
    {
      name: "sandbox-knows-nobody",
      comment: "The sandbox is WeCom, not us: not even a type is shared.",
      severity: "error",
      from: { path: "^server/sandbox/" },
      to: { path: "^(server|entities|cron|miniapp)/", pathNot: "^server/sandbox/" },
    },
    {
      name: "miniapp-shares-only-the-contract",
      comment: "The phone draws what the server says.",
      severity: "error",
      from: { path: "^miniapp/" },
      to: { path: "^(server|entities|cron)/", pathNot: "^server/http/contract[.]ts$" },
    },
    {
      name: "miniapp-takes-the-contract-as-types",
      comment: "import type, so that no byte of the server travels to the phone.",
      severity: "error",
      from: { path: "^miniapp/" },
      to: { path: "^server/http/contract[.]ts$", dependencyTypesNot: TYPES },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|miniapp/dist|test/e2e/shots)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mts", ".js", ".mjs", ".cjs", ".vue", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
