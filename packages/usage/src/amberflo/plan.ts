import type { components } from "@metermux/amberflo";
import type { Call, Capabilities, Meter, Question } from "../provider.js";

/** One query of a batch. */
export type AmberfloQuery = components["schemas"]["UsageQuery"];

/** What Amberflo's `POST /usage/batch` does natively. */
export const capabilities: Capabilities = {
  // A group's value over the whole range is the sum of its windows for sum meters; for others no source says what it is.
  windows: { hour: "any", day: "any", none: ["sum"] },
  // It takes any second and widens to whole buckets; whole hours are never widened.
  bounds: "hour",
  groupByKeys: 10,
  filters: "dimensions",
  customers: "open",
  total: true,
  // Events are accepted 60 days after their time.
  lateHours: 60 * 24,
};

// A batch's answer is capped at 6 MB as a whole.
const metersPerCall = 10;

/**
 * The batches that answer a question, each meter at most once in one. Rows are by customer, so that they can be told
 * apart, unless a total is asked for. Never `take`: it drops groups.
 */
export function planCalls(question: Question, operation = "POST /usage/batch"): Call<AmberfloQuery[]>[] {
  const { start, end, window, scope, meters } = question;
  const aligned = start % 86_400_000 === 0 && end % 86_400_000 === 0;
  const customerId = scope === "named" ? question.customers.map(({ id }) => id) : undefined;
  const shared = {
    timeGroupingInterval: window === "hour" || (window === "none" && !aligned) ? ("hour" as const) : ("day" as const),
    timeRange: { startTimeInSeconds: start / 1000, endTimeInSeconds: end / 1000 },
    groupBy: [...(scope === "total" ? [] : ["customerId"]), ...question.groupBy],
    filter: { ...question.filter, ...(customerId && { customerId }) },
  };
  const calls: Call<AmberfloQuery[]>[] = [];
  for (let first = 0; first < meters.length; first += metersPerCall) {
    const some = meters.slice(first, first + metersPerCall);
    const request = some.map((meter) => ({ meterApiName: meter.id, aggregation: askedBy(meter), ...shared }));
    calls.push({ operation, requests: 1, request });
  }
  return calls;
}

/** Users are asked for by "sum", as the vendor's own client does, and so is what is not known: its rows say so. */
function askedBy({ aggregation: kind }: Meter): NonNullable<AmberfloQuery["aggregation"]> {
  if (kind === "average") return "avg";
  return kind === "count" || kind === "min" || kind === "max" ? kind : "sum";
}
