import { parseInstant } from "./model/instant.js";
import type { Aggregation, UsageQuery, Window } from "./model/query.js";
import { type Range, resolveRange } from "./model/range.js";
import { invalidInput, unsupported } from "./model/refusal.js";
import type { Provider } from "./provider.js";

const aggregations: readonly string[] = [
  "sum",
  "count",
  "min",
  "max",
  "unique",
  "latest",
  "average",
  "unknown",
] satisfies Aggregation[];
const windows: readonly string[] = ["hour", "day", "week", "month", "none"] satisfies Window[];

/** A query whose fields are known to be well-formed. Times are milliseconds since the epoch. */
export interface NormalizedQuery {
  meters: readonly string[] | undefined;
  customers: readonly string[] | "total" | undefined;
  start: number;
  end: number;
  window: Window;
  timeZone: string;
  groupBy: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  aggregation: Aggregation | undefined;
  includeIncomplete: boolean;
  maxRequests: number;
}

/**
 * Checks what can be checked of a query without asking anyone.
 *
 * @throws MetermuxError `invalid_input` naming the field, its value and what to give instead.
 */
export function normalizeQuery(query: UsageQuery): NormalizedQuery {
  const { window, timeZone = "UTC", incomplete = "include", maxRequests = 2000 } = query;
  if (!windows.includes(window))
    throw invalidInput("window", JSON.stringify(window), `use one of ${windows.join(", ")}`);
  if (!isTimeZone(timeZone))
    throw invalidInput("timeZone", JSON.stringify(timeZone), "use an IANA name such as Europe/Berlin");
  if (incomplete !== "include" && incomplete !== "exclude") {
    throw invalidInput("incomplete", JSON.stringify(incomplete), "use include or exclude");
  }
  if (query.aggregation !== undefined && !aggregations.includes(query.aggregation)) {
    throw invalidInput("aggregation", JSON.stringify(query.aggregation), `use one of ${aggregations.join(", ")}`);
  }
  if (!Number.isInteger(maxRequests) || maxRequests < 1) {
    throw invalidInput("maxRequests", String(maxRequests), "use a whole number above 0");
  }
  return {
    meters: checkNames(query.meters, "meters"),
    customers: query.customers === "total" ? "total" : checkNames(query.customers, "customers"),
    start: parseInstant(query.start, "start"),
    end: parseInstant(query.end, "end"),
    window,
    timeZone,
    groupBy: query.groupBy?.length === 0 ? [] : (checkNames(query.groupBy, "groupBy") ?? []),
    filter: checkFilter(query.filter ?? {}),
    aggregation: query.aggregation,
    includeIncomplete: incomplete === "include",
    maxRequests,
  };
}

/**
 * Refuses what a vendor cannot answer natively; emulation is not planned yet.
 *
 * @param now milliseconds since the epoch.
 * @returns the range to ask the vendor for.
 * @throws MetermuxError `unsupported` naming the vendor, the field and the nearest query that works; `invalid_input`
 * for a range that cannot be meant.
 */
export function refuseUnsupported(query: NormalizedQuery, { vendor, capabilities }: Provider, now: number): Range {
  const { bounds, customers, filters, groupByKeys, longestDays, total } = capabilities;
  if (capabilities.windows[query.window] === undefined) {
    const nearest = `use one of ${Object.keys(capabilities.windows).join(", ")}`;
    throw unsupported(vendor, "window", `window ${query.window} is not answered`, nearest);
  }
  if (query.timeZone !== "UTC") {
    throw unsupported(vendor, "timeZone", `windows of time zone ${query.timeZone} are not answered`, "use UTC");
  }
  if (query.groupBy.length > groupByKeys) {
    const nearest = groupByKeys === 0 ? "leave groupBy out" : `give at most ${groupByKeys}`;
    throw unsupported(vendor, "groupBy", `grouping by ${query.groupBy.join(", ")} is not answered`, nearest);
  }
  if (query.customers === "total" && !total) {
    throw unsupported(
      vendor,
      "customers",
      "a total over all customers is not answered",
      "ask for the customers and add",
    );
  }
  if (Array.isArray(query.customers) && customers === "own") {
    const why = "it tells the usage of its own account or session, and customers cannot be chosen";
    throw unsupported(vendor, "customers", why, "leave customers out");
  }
  const unfiltered = filters !== "dimensions" && Object.keys(query.filter).find((key) => !filters.includes(key));
  if (unfiltered) {
    const nearest = filters.length === 0 ? "use groupBy and keep the groups wanted" : `filter by ${filters.join(", ")}`;
    throw unsupported(vendor, "filter", `a filter by ${unfiltered} is not answered`, nearest);
  }
  const range = resolveRange(query, { vendor, grid: bounds }, now);
  const days = (range.end - range.start) / 86_400_000;
  if (query.window === "none" && longestDays !== undefined && days > longestDays) {
    const why = `window none reaches over ${longestDays} days at most, and this range has ${Math.ceil(days)}`;
    throw unsupported(vendor, "end", why, `ask for ${longestDays} days or fewer, or for window day`);
  }
  return range;
}

function checkFilter(filter: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  for (const [dimension, values] of Object.entries(filter)) {
    if (checkNames(values, `filter.${dimension}`) === undefined) {
      throw invalidInput(`filter.${dimension}`, "undefined", "give a list of values");
    }
  }
  return filter;
}

function checkNames(names: readonly string[] | undefined, field: string): readonly string[] | undefined {
  if (names === undefined) return undefined;
  if (!Array.isArray(names)) throw invalidInput(field, JSON.stringify(names), "give a list of names");
  if (names.length === 0) throw invalidInput(field, "an empty list", "leave it out to mean all");
  const bad = names.find((name) => typeof name !== "string" || name === "");
  if (bad !== undefined) throw invalidInput(field, JSON.stringify(bad), "give names that are not empty");
  return names;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
