import { And, Raw, type FindOperator, type FindOptionsWhere } from "typeorm";

/** Those ids that a question finds. The database looks them up, however many there are. `values`: names of their own within one condition. */
export const among = (question: string, values: Readonly<Record<string, string>>): FindOperator<string> =>
  Raw((id) => `${id} IN (${question})`, values) as FindOperator<string>;

/** The same alternatives, of these ids only. */
export const ofThese = <T extends { id: string }>(
  alternatives: readonly FindOptionsWhere<T>[],
  ids: FindOperator<string>,
): FindOptionsWhere<T>[] =>
  alternatives.map((alternative) => ({
    ...alternative,
    id: alternative.id === undefined ? ids : And(ids, alternative.id as FindOperator<string>),
  }));
