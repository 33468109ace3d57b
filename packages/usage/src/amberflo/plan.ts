import type { components } from "@metermux/amberflo";
import { day } from "../model/calendar.js";
import type { Call, Meter, Question } from "../provider.js";

/** One query of a batch. */
export type AmberfloQuery = components["schemas"]["UsageQuery"];

// A batch's answer is capped at 6 MB as a whole.
const metersPerCall = 10;

/**
 * The batches that answer a question, each meter at most once in one. Rows are by customer, so that they can be told
 * apart, unless a total is asked for. Never `take`: it drops groups.
 */
export function planCalls(question: Question): Call<AmberfloQuery[]>[] {
  const { operation, start, end, window, scope, meters } = question;
  const customerId = scope === "named" ? question.customers.map(({ id }) => id) : undefined;
  const shared = {
    timeGroupingInterval: window === "none" ? coarsestInterval(question) : window,
    timeRange: { startTimeInSeconds: start / 1000, endTimeInSeconds: end / 1000 },
    groupBy: [...(scope === "total" ? [] : ["customerId"]), ...question.groupBy],
    filter: { ...question.filter, ...(customerId && { customerId }) },
  };
  const calls: Call<AmberfloQuery[]>[] = [];
  for (let first = 0; first < meters.length; first += metersPerCall) {
    const some = meters.slice(first, first + metersPerCall);
    const request = some.map((meter) => ({ meterApiName: meter.id, aggregation: askedBy(meter), ...shared }));
    calls.push({ operation, requests: 1, request, question: { ...question, meters: some } });
  }
  return calls;
}

/** A range is widened to whole intervals, so they must fit it. That months are those of the calendar is inferred only. */
function coarsestInterval({ start, end }: Question): "hour" | "day" {
  return start % day === 0 && end % day === 0 ? "day" : "hour";
}

/** Users are asked for by "sum", as the vendor's own client does, and so is what is not known: its rows say so. */
function askedBy({ aggregation: kind }: Meter): NonNullable<AmberfloQuery["aggregation"]> {
  if (kind === "average") return "avg";
  return kind === "count" || kind === "min" || kind === "max" ? kind : "sum";
}
