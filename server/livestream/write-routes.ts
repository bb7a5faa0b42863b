import type { z } from "zod";
import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import { livestreamParams } from "./schema.js";
import type { Livestreams } from "./service.js";

/** Makes the calls that change a livestream by one verb. */
export const writing =
  (livestreams: Livestreams) =>
  <B>(path: string, summary: string, body: z.ZodType<B>, act: (actor: Actor, id: string, body: B) => Promise<void>): Route => {
    const view = async (actor: Actor, id: string): Promise<Answer> => ({ body: await livestreams.reading.view(actor, id) });
    return route({
      method: "POST",
      path: `/api/livestreams/:id/${path}`,
      permission: "livestream.act",
      summary,
      article: "14",
      params: livestreamParams,
      body,
      run: async ({ actor, params, body: said }) => {
        await act(actor, params.id, said);
        return view(actor, params.id);
      },
      again: view,
    });
  };
