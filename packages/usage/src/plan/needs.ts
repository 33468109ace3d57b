import type { NormalizedQuery } from "../model/normalize.js";
import type { Range } from "../model/range.js";
import type { Needs } from "./route.js";

/** What a query asks of every meter, on a range. */
export function needsOf(query: NormalizedQuery, range: Range, now: number): Needs {
  const { window, timeZone, groupBy, filter, aggregation, customers } = query;
  return { window, timeZone, groupBy, filter, aggregation, range, total: customers === "total", now };
}
