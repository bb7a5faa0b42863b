import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser of `CHROMIUM_PATH`, else the first `chromium` on the PATH; null where there is none. */
export const chromiumPath = (): string | null => {
  const named = process.env.CHROMIUM_PATH;
  const places = named ? [named] : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "chromium"));
  return places.find(isProgram) ?? null;
};
