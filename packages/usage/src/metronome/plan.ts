import type { components } from "@metermux/metronome";
import { formatInstant } from "../model/instant.js";
import type { Call, Capabilities, Question } from "../provider.js";

/** The body of a usage request. */
export type UsageBody = components["schemas"]["UsageRequest"];

/** What Metronome's `POST /v1/usage` does natively. */
export const capabilities: Capabilities = {
  windows: { hour: "any", day: "any", none: "any" },
  // Both bounds at UTC midnight for every window size, as production users report; the schema does not say it.
  bounds: "day",
  groupByKeys: 1,
  filters: [],
  customers: "named",
  total: false,
  // Events are accepted 34 days after their time.
  lateHours: 34 * 24,
};

const windowSizes = { hour: "HOUR", day: "DAY", none: "NONE" } as const;

// How many customer ids one request may name is not documented; the list of customers takes 100.
const customersPerCall = 100;

/**
 * The calls that answer a question. Customers are always named: that absent ids include archived customers is
 * UNVERIFIED, and a customer must not go missing. Pages run per (customer, metric) pair, so naming them costs nothing.
 */
export function planCalls(question: Question): Call<UsageBody>[] {
  const window = question.window;
  // The capabilities above admit no other window.
  if (window !== "hour" && window !== "day" && window !== "none") throw new RangeError(`no window_size for ${window}`);
  const { meters, customers } = question;
  const [key] = question.groupBy;
  const calls: Call<UsageBody>[] = [];
  for (let first = 0; first < customers.length; first += customersPerCall) {
    const named = customers.slice(first, first + customersPerCall);
    calls.push({
      operation: "POST /v1/usage",
      requests: named.length * meters.length,
      request: {
        window_size: windowSizes[window],
        starting_on: formatInstant(question.start),
        ending_before: formatInstant(question.end),
        customer_ids: named.map(({ id }) => id),
        billable_metrics: meters.map(({ id }) => (key === undefined ? { id } : { id, group_by: { key } })),
      },
    });
  }
  return calls;
}
