import type { FindOperator } from "typeorm";
import { among } from "../kernel/among.js";

/** The subjects of one kind on which somebody owes or owed a duty. */
export const subjectsAskedOf = (type: string, userid: string): FindOperator<string> =>
  among(
    "SELECT d.subjectId FROM deadline_holder h INNER JOIN deadline d ON d.id = h.deadlineId WHERE h.userid = :asked AND d.subjectType = :askedType",
    { asked: userid, askedType: type },
  );
