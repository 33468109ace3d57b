import type { Clock } from "@metermux/http";
import { addDecimals } from "./model/decimal.js";
import type { Range } from "./model/range.js";
import { invalidInput } from "./model/refusal.js";
import type { QueryReport } from "./model/report.js";
import type { UsageRow } from "./model/row.js";
import type { NormalizedQuery } from "./normalize.js";
import type { Measurement, Meter, Provider, Question } from "./provider.js";
import { selectCustomers, selectMeters } from "./select.js";
import { isInside, rowMaker } from "./to-row.js";

/** One connection's share of a query. */
export interface ConnectionTask {
  connection: string;
  provider: Provider;
  query: NormalizedQuery & { customers: readonly string[] | undefined | "total" };
  range: Range;
  report: QueryReport;
  clock: Pick<Clock, "now">;
  signal: AbortSignal | undefined;
}

/**
 * Asks one connection: looks up its meters and customers, plans, asks, and hands out the rows inside the range.
 *
 * @throws MetermuxError `invalid_input` or `unsupported` before any usage is asked for; whatever ended the answer after.
 */
export async function* askConnection(task: ConnectionTask): AsyncGenerator<UsageRow, void, undefined> {
  const { connection, provider, query, range, report, clock } = task;
  const signal = task.signal ?? new AbortController().signal;
  const question = await lookUp(task, signal);
  if (question.meters.length === 0 || question.customers.length === 0) return;
  const calls = provider.plan(question);
  const requests = calls.reduce((sum, call) => sum + call.requests, 0);
  if (requests > query.maxRequests) {
    const instead = `${provider.vendor} needs about ${requests} requests; ask for fewer meters or customers, or allow more`;
    throw invalidInput("maxRequests", String(query.maxRequests), instead);
  }
  const lateMs = provider.capabilities.lateDays * 86_400_000;
  const context = { vendor: provider.vendor, connection, question, range, lateMs };
  const toRow = rowMaker(context);
  for (const call of calls) {
    for await (const page of provider.ask(call, question, signal)) {
      const now = clock.now();
      for (const remainder of page.remainders)
        if (isInside(remainder, context)) tally(report, connection, remainder, question.meters);
      for (const measurement of page.measurements) {
        if (!isInside(measurement, context)) continue;
        const row = toRow(measurement, now);
        if (row.incompleteReason === "open" && !query.includeIncomplete) continue;
        report.rows += 1;
        yield row;
      }
    }
  }
}

async function lookUp(
  { connection, provider, query, range, report }: ConnectionTask,
  signal: AbortSignal,
): Promise<Question> {
  const [knownMeters, knownCustomers] = await Promise.all([provider.meters(signal), provider.customers(signal)]);
  const groupBy = query.groupBy[0] ?? null;
  const { meters, skipped } = selectMeters(knownMeters, query.meters, groupBy, provider.vendor);
  report.skipped.push(...skipped.map((meter) => ({ connection, ...meter })));
  const named = query.customers === "total" ? undefined : query.customers;
  const customers = selectCustomers(knownCustomers, named);
  return { meters, customers, start: range.requestStart, end: range.requestEnd, window: query.window, groupBy };
}

function tally(report: QueryReport, connection: string, remainder: Measurement, meters: readonly Meter[]): void {
  const { meterId, value } = remainder;
  if (value === null) return;
  const entry = report.remainders.find((known) => known.connection === connection && known.meterId === meterId);
  if (entry === undefined) {
    const meterName = meters.find(({ id }) => id === meterId)?.name ?? null;
    report.remainders.push({ connection, meterId, meterName, windows: 1, value: addDecimals([value]) });
    return;
  }
  entry.windows += 1;
  entry.value = addDecimals([entry.value, value]);
}
