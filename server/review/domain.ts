import type { Domain } from "../domain.js";
import type { ReviewDesk } from "./desk.js";
import { reviewDuties } from "./duty-parts.js";
import { reviewRoutes } from "./routes.js";
import { sentence } from "./sentences.js";
import type { Review } from "./service.js";

/** 第四章 (Articles 11 to 13) as the program takes it in. */
export const reviewDomain = (desk: ReviewDesk, review: Review): Domain => ({
  parts: reviewDuties(desk, review.judging),
  sentence,
  startedBy: review.startedBy,
  routes: reviewRoutes(review),
});
