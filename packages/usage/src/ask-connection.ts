import { addDecimals } from "./model/decimal.js";
import { unexpectedResponse } from "./model/refusal.js";
import type { QueryReport } from "./model/report.js";
import type { UsageRow } from "./model/row.js";
import type { Share } from "./prepare.js";
import type { Measurement, Meter } from "./provider.js";
import { isInside, rowMaker } from "./to-row.js";

/**
 * Makes the calls of one connection, one after the other, and hands out the rows inside the range.
 *
 * @param options whether open rows are handed out, where the time of an answer comes from, and the report to fill.
 * @throws MetermuxError whatever ended the answer; never a short one.
 */
export async function* askConnection(
  { connection, provider, range, question, calls }: Share,
  options: { includeIncomplete: boolean; now: () => number; report: QueryReport },
  signal: AbortSignal,
): AsyncGenerator<UsageRow, void, undefined> {
  const { report } = options;
  const { vendor, capabilities } = provider;
  const openCustomers = capabilities.customers !== "named" && question.scope !== "named";
  const lateMs = capabilities.lateHours * 3_600_000;
  const context = { vendor, connection, question, range, openCustomers, lateMs };
  const toRow = rowMaker(context);
  for (const call of calls) {
    for await (const page of typed(provider.ask(call, question, signal), vendor)) {
      const now = options.now();
      for (const remainder of page.remainders) {
        if (isInside(remainder, context)) tally(report, connection, remainder, question.meters);
      }
      for (const measurement of page.measurements) {
        if (!isInside(measurement, context)) continue;
        const row = toRow(measurement, now);
        if (row.incompleteReason === "open" && !options.includeIncomplete) continue;
        report.rows += 1;
        yield row;
      }
    }
  }
}

/**
 * Pages of an answer. An adapter that stumbles over one (a member that is not there, a time that is none) found a shape
 * that was not promised. What else comes, such as the error of a credential's function, is left as it is.
 */
async function* typed<Page>(pages: AsyncIterable<Page>, vendor: string): AsyncGenerator<Page, void, undefined> {
  try {
    yield* pages;
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause;
    throw unexpectedResponse(vendor, "an answer came of a shape that was not promised", cause);
  }
}

function tally(report: QueryReport, connection: string, remainder: Measurement, meters: readonly Meter[]): void {
  const { meterId, value } = remainder;
  if (value === null) return;
  const { name = null, aggregation } = meters.find(({ id }) => id === meterId) ?? {};
  const additive = aggregation === "sum" || aggregation === "count";
  const entry = report.remainders.find((known) => known.connection === connection && known.meterId === meterId);
  if (entry === undefined) {
    const first = additive ? addDecimals([value]) : null;
    report.remainders.push({ connection, meterId, meterName: name, windows: 1, value: first });
    return;
  }
  entry.windows += 1;
  entry.value = entry.value === null ? null : addDecimals([entry.value, value]);
}
