import { failureOf, type QueryReport } from "./model/report.js";

/** What is tried with several connections: it ends with the first failure, or the failure is reported and it goes on. */
export interface Attempts {
  /** The outcomes of those that succeed. @throws the first failure, unless it is only reported. */
  all<Item, Outcome>(
    items: readonly Item[],
    connectionOf: (item: Item) => string,
    attempt: (item: Item) => Promise<Outcome>,
  ): Promise<Outcome[]>;
  /** The items of a source, until it fails. @throws its failure, unless it is only reported. */
  each<Item>(connection: string, source: AsyncIterable<Item>): AsyncIterable<Item>;
  /** @throws the first failure where nothing but failures came. */
  end(): void;
}

/** @param keepGoing whether failures are reported; an abort never is. */
export function createAttempts(keepGoing: boolean, report: QueryReport, signal: AbortSignal | undefined): Attempts {
  const fail = (connection: string, error: unknown): void => {
    if (!keepGoing || signal?.aborted) throw error;
    report.failures.push(failureOf(connection, error));
  };
  const tried = new Set<string>();
  return {
    async all(items, connectionOf, attempt) {
      const outcomes = items.map(async (item) => {
        tried.add(connectionOf(item));
        try {
          return [await attempt(item)];
        } catch (error) {
          fail(connectionOf(item), error);
          return [];
        }
      });
      return (await Promise.all(outcomes)).flat();
    },
    async *each(connection, source) {
      try {
        yield* source;
      } catch (error) {
        fail(connection, error);
      }
    },
    end() {
      const [first] = report.failures;
      if (first !== undefined && report.failures.length === tried.size) throw first.error;
    },
  };
}
