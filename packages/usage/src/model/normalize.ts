import { likelyMeant } from "./closest.js";
import { parseInstant } from "./instant.js";
import type { Aggregation, Instant, Measures, UsageQuery, Window } from "./query.js";
import { invalidInput, shown } from "./refusal.js";
import { zoneNames } from "./time-zone.js";

/** Every kind of meter. */
export const aggregations = [
  "sum",
  "count",
  "min",
  "max",
  "unique",
  "latest",
  "average",
  "unknown",
] as const satisfies readonly Aggregation[];

/** Every window. */
export const windows = ["hour", "day", "week", "month", "none"] as const satisfies readonly Window[];

/** A query whose fields are known to be well-formed. Times are milliseconds since the epoch. */
export interface NormalizedQuery {
  connections: readonly string[] | undefined;
  meters: readonly string[] | undefined;
  measures: Measures | "all";
  customers: readonly string[] | "total" | undefined;
  start: number;
  end: number;
  /** The bounds as they were given: a date is another instant in another zone. */
  asked: { start: Instant; end: Instant };
  window: Window;
  timeZone: string;
  groupBy: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  aggregation: Aggregation | undefined;
  includeIncomplete: boolean;
  raw: boolean;
  keepGoing: boolean;
  maxRequests: number;
}

/**
 * Checks what can be checked of a query without asking anyone.
 *
 * @throws MetermuxError `invalid_input` naming the field, its value and what to give instead.
 */
export function normalizeQuery(query: UsageQuery): NormalizedQuery {
  checkFields(query);
  const { maxRequests = 2000, keepGoing = false, raw = false } = query;
  const timeZone = checkTimeZone(query.timeZone ?? "UTC");
  if (!Number.isInteger(maxRequests) || maxRequests < 1) {
    throw invalidInput("maxRequests", shown(maxRequests), "use a whole number above 0");
  }
  if (typeof keepGoing !== "boolean") throw invalidInput("keepGoing", shown(keepGoing), "use true or false");
  if (typeof raw !== "boolean") throw invalidInput("raw", shown(raw), "use true or false");
  const aggregation = query.aggregation && oneOf(aggregations, query.aggregation, "aggregation");
  return {
    connections: checkNames(query.connections, "connections"),
    meters: checkNames(query.meters, "meters"),
    measures: oneOf(["usage", "cost", "all"], query.measures ?? "usage", "measures"),
    customers: query.customers === "total" ? "total" : checkNames(query.customers, "customers"),
    start: parseInstant(query.start, "start", timeZone),
    end: parseInstant(query.end, "end", timeZone),
    asked: { start: query.start, end: query.end },
    window: oneOf(windows, query.window, "window"),
    timeZone,
    groupBy: query.groupBy?.length === 0 ? [] : [...new Set(checkNames(query.groupBy, "groupBy") ?? [])],
    filter: checkFilter(query.filter ?? {}),
    aggregation,
    includeIncomplete: oneOf(["include", "exclude"], query.incomplete ?? "include", "incomplete") === "include",
    raw,
    keepGoing,
    maxRequests,
  };
}

const fields = [
  ...[
    "connections",
    "meters",
    "measures",
    "customers",
    "start",
    "end",
    "window",
    "timeZone",
    "groupBy",
    "filter",
    "aggregation",
  ],
  ...["incomplete", "raw", "keepGoing", "maxRequests", "signal"],
] as const satisfies readonly (keyof UsageQuery)[];

/** A field that no query has would be a wish that nobody keeps. */
function checkFields(query: UsageQuery): void {
  if (typeof query !== "object" || query === null)
    throw invalidInput("query", String(query), "give start, end and window");
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const unknown = asked.find(([field]) => !fields.some((known) => known === field))?.[0];
  if (unknown !== undefined) {
    const meant = likelyMeant(fields, unknown);
    const instead = meant === undefined ? `known: ${fields.join(", ")}` : `use ${meant}`;
    throw invalidInput(unknown, "a field that no query has", instead);
  }
  if (query.signal !== undefined && typeof query.signal?.addEventListener !== "function") {
    throw invalidInput("signal", shown(query.signal), "give the signal of an AbortController");
  }
}

function oneOf<Value extends string>(allowed: readonly Value[], value: Value, field: string): Value {
  if (allowed.includes(value)) return value;
  throw invalidInput(field, shown(value), `use one of ${allowed.join(", ")}`);
}

function checkFilter(filter: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  if (typeof filter !== "object" || Array.isArray(filter)) {
    throw invalidInput("filter", shown(filter), 'give values by dimension, such as { region: ["us-east"] }');
  }
  const entries = Object.entries(filter).map(([dimension, values]) => {
    const checked = checkNames(values, `filter.${dimension}`);
    if (checked === undefined) throw invalidInput(`filter.${dimension}`, "undefined", "give a list of values");
    return [dimension, [...new Set(checked)]];
  });
  // No member but its own: whatever asks for a dimension by name finds what was given, or nothing.
  return Object.setPrototypeOf(Object.fromEntries(entries), null);
}

function checkNames(names: readonly string[] | undefined, field: string): readonly string[] | undefined {
  if (names === undefined) return undefined;
  if (!Array.isArray(names)) throw invalidInput(field, shown(names), "give a list of names");
  if (names.length === 0) throw invalidInput(field, "an empty list", "leave it out to mean all");
  const bad = names.find((name) => typeof name !== "string" || name === "");
  if (bad !== undefined) throw invalidInput(field, shown(bad), "give names that are not empty");
  return [...names];
}

/** @returns the one name of all that mean the same zone: keys of rows have it. */
function checkTimeZone(name: string): string {
  const names = zoneNames(name);
  if (names?.spelling === name) return names.canonical;
  const meant =
    names?.spelling ?? (typeof name === "string" ? likelyMeant(Intl.supportedValuesOf("timeZone"), name) : undefined);
  const instead = meant === undefined ? "use an IANA name such as Europe/Berlin" : `use ${meant}`;
  throw invalidInput("timeZone", shown(name), instead);
}
