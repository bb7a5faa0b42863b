import type { Desk } from "./desk.js";

/** The next conditional write to this table meets nothing, as if somebody else had written the row a moment before. */
export const loseNextWrite = ({ services: { uow } }: Desk, table: string): void => {
  const run = uow.run.bind(uow);
  const write = new RegExp(`^UPDATE .${table}. `);
  let lost = false;
  uow.run = (work, ...rest) =>
    run(
      (tx) => {
        const runner = tx.queryRunner;
        if (!runner || lost) return work(tx);
        const query = runner.query.bind(runner) as (...said: unknown[]) => Promise<unknown>;
        runner.query = ((...said: unknown[]) => {
          if (lost || !write.test(String(said[0]))) return query(...said);
          lost = true;
          return Promise.resolve({ affected: 0 });
        }) as typeof runner.query;
        return work(tx).finally(() => void (runner.query = query as typeof runner.query));
      },
      ...rest,
    );
};
