/** `node scripts/command.mjs NAME [ARGUMENT…]`: runs server/commands/NAME as built, with the same settings as `npm start`. */
import { freshServer, requireNodeAndPackages } from "./freshness.mjs";
import { runBuilt } from "./run-built.mjs";

const [name, ...args] = process.argv.slice(2);
requireNodeAndPackages();
freshServer();
runBuilt(`server/commands/${name}.js`, args);
