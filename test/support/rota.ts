import type { Desk } from "./desk.js";

/** Imports a table of shifts and publishes what it names, by the administrator. */
export const planned = async (desk: Desk, text: string, ...periods: string[]): Promise<void> => {
  const { from } = await desk.as("pub.1").post<{ from: string }>("/api/rota/imports", { text }, 201);
  for (const period of periods.length === 0 ? [from.slice(0, 7)] : periods)
    await desk.as("pub.1").post("/api/rota/publications", { period }, 201);
};
