import { compileUsageQuery } from "@metermux/amberflo";
import { type UsageQuery, unsupported, windowEnd, windowStart } from "../adapter/index.js";

/**
 * Reads Amberflo's published flat `UsageQueryRequest` document as a question of the facade, with the vendor's meaning:
 * the range is widened to whole buckets on both sides.
 *
 * @throws MetermuxError `invalid_input` for a document that is not one, naming the field; `unsupported` for an interval
 * that is not answered.
 */
export function readUsageRequest(document: unknown): UsageQuery {
  const { meterApiName, aggregation, timeGroupingInterval, timeRange, groupBy, filter } = compileUsageQuery(document);
  const window = timeGroupingInterval.toLowerCase();
  if (window !== "hour" && window !== "day" && window !== "week" && window !== "month") {
    const why = `timeGroupingInterval ${timeGroupingInterval} is not answered`;
    throw unsupported("amberflo", "window", why, "use HOUR, DAY, WEEK or MONTH", timeGroupingInterval);
  }
  const start = windowStart(timeRange.startTimeInSeconds * 1000, window, "UTC");
  const last = timeRange.endTimeInSeconds * 1000 - 1;
  const end = windowEnd(windowStart(last, window, "UTC"), window, "UTC");
  const { customerId, ...dimensions } = filter ?? {};
  const kind = aggregation.toLowerCase();
  return {
    meters: [meterApiName],
    // Rows are by customer whether the document groups by it or not, unless it wants neither a group nor a filter.
    customers: customerId ?? (groupBy?.includes("customerId") ? undefined : "total"),
    start: new Date(start),
    end: new Date(end),
    window,
    groupBy: groupBy?.filter((key) => key !== "customerId"),
    filter: dimensions,
    // SUM is how most meters are asked for, whatever their kind; the others name one.
    aggregation: kind === "max" || kind === "count" ? kind : undefined,
  };
}
