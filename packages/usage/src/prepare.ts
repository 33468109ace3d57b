import type { Range } from "./model/range.js";
import type { SkippedMeter } from "./model/report.js";
import type { NormalizedQuery } from "./normalize.js";
import type { Call, Provider, Question } from "./provider.js";
import { selectCustomers, selectMeters } from "./select.js";

/** One connection's share of a query, checked against what the connection offers. */
export interface Share {
  connection: string;
  provider: Provider;
  range: Range;
  question: Question;
  calls: readonly Call[];
  /** Meters that nobody named and that cannot answer. */
  skipped: SkippedMeter[];
}

/**
 * Looks up a connection's meters and customers and plans its calls; no usage is asked for.
 *
 * @throws MetermuxError `invalid_input` for a meter or customer that does not exist; `unsupported` for a meter that
 * cannot answer; whatever ended the lookup.
 */
export async function prepareShare(
  connection: string,
  provider: Provider,
  query: NormalizedQuery,
  range: Range,
  signal: AbortSignal,
): Promise<Share> {
  const { window, groupBy, filter, aggregation } = query;
  const [knownMeters, knownCustomers] = await Promise.all([
    provider.meters(query.meters, signal),
    provider.customers?.(signal) ?? [],
  ]);
  const needs = { window, groupBy, filter: Object.keys(filter), aggregation };
  const { meters, skipped } = selectMeters(knownMeters, query.meters, needs, provider);
  const named = query.customers === "total" ? undefined : query.customers;
  const customers = selectCustomers(knownCustomers, named);
  const scope = query.customers === "total" ? "total" : named === undefined ? "every" : "named";
  const bounds = { start: range.requestStart, end: range.requestEnd };
  const question: Question = { meters, customers, scope, ...bounds, window, groupBy, filter };
  const nobody = provider.capabilities.customers === "named" && customers.length === 0;
  const calls = meters.length === 0 || nobody ? [] : provider.plan(question);
  return { connection, provider, range, question, calls, skipped: skipped.map((meter) => ({ connection, ...meter })) };
}
