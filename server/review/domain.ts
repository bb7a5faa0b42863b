import { Draft } from "../../entities/draft.js";
import { Revision } from "../../entities/revision.js";
import type { Domain } from "../domain.js";
import { mentioned } from "../files/mentioned.js";
import { rowsWhere } from "../kernel/rows.js";
import type { ReviewDesk } from "./desk.js";
import { reviewDuties } from "./duty-parts.js";
import { reviewRoutes } from "./routes.js";
import { sentence } from "./sentences.js";
import type { Review } from "./service.js";

/** 第四章 (Articles 11 to 13) as the program takes it in. */
export const reviewDomain = (desk: ReviewDesk, review: Review): Domain => ({
  parts: reviewDuties(desk, review.judging),
  sentence,
  titles: { draft: async (tx, ids) => new Map((await rowsWhere(tx, Draft, { id: ids })).map(({ id, title }) => [id, title])) },
  startedBy: review.startedBy,
  routes: reviewRoutes(review),
  holdsFiles: (tx, ids) => mentioned(tx, Revision, "content", ids),
});
