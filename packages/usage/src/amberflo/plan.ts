import type { components } from "@metermux/amberflo";
import { type Call, chunks, day, type Meter, type Question, windowEnd, windowStart } from "../adapter/index.js";
import type { Interval } from "./intervals.js";

/** One query of a batch. */
export type AmberfloQuery = components["schemas"]["UsageQuery"] & { timeGroupingInterval: Interval };

// A batch's answer is capped at 6 MB as a whole.
const metersPerCall = 10;

/**
 * The batches that answer a question, each meter at most once in one. Rows are by customer, so that they can be told
 * apart, unless a total is asked for. Never `take`: it drops groups.
 */
export function planCalls(question: Question): Call<AmberfloQuery[]>[] {
  const { operation, meters } = question;
  return chunks(meters, metersPerCall).map((some) => {
    const request = some.map((meter) => queryOf(meter, question));
    return { operation, requests: 1, request, question: { ...question, meters: some } };
  });
}

/** What one meter is asked for by a question. */
export function queryOf(meter: Meter, question: Question): AmberfloQuery {
  const { start, end, window, scope, groupBy, filter, customers } = question;
  const customerId = scope === "named" ? customers.map(({ id }) => id) : undefined;
  return {
    meterApiName: meter.id,
    aggregation: askedBy(meter),
    timeGroupingInterval: window === "none" ? intervalOf(meter, question) : window,
    timeRange: { startTimeInSeconds: start / 1000, endTimeInSeconds: end / 1000 },
    groupBy: [...(scope === "total" ? [] : ["customerId"]), ...groupBy],
    filter: { ...filter, ...(customerId && { customerId }) },
  };
}

/**
 * How window `none` is asked for. The value of a sum over a range is the vendor's own at any interval, so it is the coarsest
 * that aligns: a range is widened to whole intervals, so they must fit it. For every other kind no source says what the
 * value over several intervals is, and the range is one interval: its bucket's value is the vendor's own.
 */
function intervalOf({ aggregation }: Meter, { start, end }: Question): Interval {
  const days = start % day === 0 && end % day === 0;
  const coarsest = days ? "day" : "hour";
  if (aggregation === "sum") return coarsest;
  const isBucket = (interval: Interval) =>
    windowStart(start, interval, "UTC") === start && windowEnd(start, interval, "UTC") === end;
  return (["hour", "day", "week", "month"] as const).find(isBucket) ?? coarsest;
}

/** Users are asked for by "sum", as the vendor's own client does, and so is what is not known: its rows say so. */
function askedBy({ aggregation: kind }: Meter): NonNullable<AmberfloQuery["aggregation"]> {
  if (kind === "average") return "avg";
  return kind === "count" || kind === "min" || kind === "max" ? kind : "sum";
}
