import { formatInstant, parseInstant } from "../model/instant.js";
import type { NormalizedQuery } from "../model/normalize.js";
import { own } from "../model/own.js";
import type { UsageQuery } from "../model/query.js";
import { shown } from "../model/refusal.js";

/** Fields of a query with other values; a field that is there and undefined is left out. */
export type QueryChange = Pick<
  UsageQuery,
  "timeZone" | "groupBy" | "filter" | "aggregation" | "meters" | "measures" | "customers"
> &
  Partial<Pick<UsageQuery, "start" | "end" | "window">>;

/** A query with a change. A date without a time is read in the zone of the changed query. */
export function changed(query: NormalizedQuery, change: QueryChange): NormalizedQuery {
  const {
    start,
    end,
    timeZone = "UTC",
    groupBy = [],
    filter = {},
    measures = "usage",
    ...others
  } = { ...query, ...query.asked, ...change };
  return {
    ...others,
    asked: { start, end },
    start: parseInstant(start, "start", timeZone),
    end: parseInstant(end, "end", timeZone),
    timeZone,
    groupBy,
    filter,
    measures,
  };
}

/** The value of a query's field as text for people. */
export function fieldText(query: NormalizedQuery, field: string): string | undefined {
  if (field === "start" || field === "end") return formatInstant(query[field]);
  const value: unknown = own({ ...query }, field);
  return value === undefined ? undefined : shown(value);
}
