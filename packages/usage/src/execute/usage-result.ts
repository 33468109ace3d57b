import { invalidInput } from "../model/refusal.js";
import { emptyReport, type QueryReport } from "../model/report.js";
import type { UsageRow } from "../model/row.js";
import { flatten } from "./flatten.js";
import { readBatches } from "./read-batches.js";

/** The rows of a query as they arrive, with a report that is whole after the last of them. They can be read once. */
export interface UsageResult extends AsyncIterable<UsageRow> {
  readonly report: QueryReport;
  /**
   * The same rows in the batches in which they arrive, none of them empty, for whoever writes many at once. The next batch
   * is made when it is asked for, and `report.rows` counts a batch when it is handed out. In place of the iteration of rows,
   * under the same promises: a consumer that stops ends the query at once, and an answer is never short.
   */
  batches(): AsyncIterable<readonly UsageRow[]>;
}

/**
 * @param read makes the batches, adds to the report, and passes on what ends all that is under way.
 * @param signal the query's own.
 */
export function createResult(
  read: (
    report: QueryReport,
    onStart: (stop: () => void) => void,
  ) => AsyncGenerator<readonly UsageRow[], void, undefined>,
  signal: AbortSignal | undefined,
): UsageResult {
  const report = emptyReport();
  let begun = false;
  const begin = () => {
    // Reading what was read would look like no usage.
    if (begun) throw invalidInput("query", "a result whose rows were read", "ask again for another reading");
    begun = true;
    let stop = () => {};
    const batches = read(report, (end) => {
      stop = end;
    });
    return readBatches(batches, { signal, stop: () => stop() });
  };
  const countRow = () => {
    report.rows += 1;
  };
  return {
    report,
    [Symbol.asyncIterator]: () => flatten(begin(), countRow, signal),
    batches: () => ({
      [Symbol.asyncIterator]() {
        const batches = begin();
        return {
          async next() {
            const next = await batches.next();
            if (!next.done) report.rows += next.value.length;
            return next;
          },
          return: () => batches.return(),
        };
      },
    }),
  };
}
