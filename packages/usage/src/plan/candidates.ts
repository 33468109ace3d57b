import { day, windowEnd, windowStart } from "../model/calendar.js";
import { closestFirst } from "../model/closest.js";
import { formatInstant } from "../model/instant.js";
import { type NormalizedQuery, windows } from "../model/normalize.js";
import type { Capabilities, Meter } from "../provider.js";
import { earliestOf } from "./history.js";
import type { QueryChange } from "./query-change.js";

/** One change that may make a query work. */
export interface Candidate {
  change: QueryChange;
  /** The field that it changes; the first of several. */
  field: keyof QueryChange;
  /** What to do, and with what: candidates that do the same are named together. */
  head: string;
  tail: string;
}

/** What candidates are made from. */
export interface CandidateNeeds {
  query: NormalizedQuery;
  /** Those that the query is about, as far as they are known. */
  meters: readonly Meter[];
  /** The ids of those of them that answer the query as it is. */
  working: readonly string[];
  /** Every meter that is known. */
  known: readonly Meter[];
  capabilities: Capabilities;
  /** The vendor's time, in milliseconds since the epoch. */
  now: number;
}

/** Changes of one field each, and of the time zone with its bounds, the nearest of each field first. Not tried yet. */
export function* candidatesOf(needs: CandidateNeeds): Generator<Candidate, void, undefined> {
  yield* laterStarts(needs);
  yield* bounds(needs);
  yield* otherWindows(needs.query);
  yield* groups(needs);
  yield* filters(needs);
  yield* aggregation(needs);
  yield* customers(needs.query);
  yield* zones(needs.query);
  yield* measures(needs.query);
  yield* meters(needs);
}

type Edge = "start" | "end";
type Cell = "hour" | "day" | "week" | "month";

function edge(query: NormalizedQuery, field: Edge, time: number): Candidate[] {
  if (time === query[field]) return [];
  const text = formatInstant(time);
  return [{ change: { [field]: text }, field, head: `use ${field}`, tail: text }];
}

function range(start: number, end: number, change: QueryChange = {}): Candidate {
  const [from, to] = [formatInstant(start), formatInstant(end)];
  return { change: { ...change, start: from, end: to }, field: "start", head: "use", tail: `start ${from}, end ${to}` };
}

function around(time: number, cell: Cell, zone: string): [number, number] {
  const below = windowStart(time, cell, zone);
  return [below, below === time ? time : windowEnd(below, cell, zone)];
}

/** The first window, and for hours and whole ranges the first day, that a vendor can still be asked for. */
function* laterStarts({ query, capabilities, now }: CandidateNeeds): Generator<Candidate, void, undefined> {
  const { start, window, timeZone } = query;
  const cell = window === "none" || window === "hour" ? "day" : window;
  for (const operation of capabilities.operations) {
    const earliest = earliestOf(operation, now);
    if (earliest === undefined || start >= earliest) continue;
    const [, first] = around(earliest, cell, timeZone);
    // On the vendor's alignment the first may begin too early by a part of a day.
    const second = windowEnd(first, cell, timeZone);
    yield* edge(query, "start", first);
    yield* edge(query, "start", second);
    yield range(first, second);
    yield range(second, windowEnd(second, cell, timeZone));
  }
}

/** Bounds moved to whole windows, or so near to each other that one answer has them. */
function* bounds({ query, capabilities }: CandidateNeeds): Generator<Candidate, void, undefined> {
  const { start, end, window, timeZone } = query;
  const zones = [...new Set(["UTC", timeZone])];
  const cells: [Cell, string][] =
    window === "none"
      ? zones.flatMap((zone): [Cell, string][] => [
          ["hour", zone],
          ["day", zone],
        ])
      : [[window, timeZone]];
  for (const [cell, zone] of cells) {
    const [startBelow, startAbove] = around(start, cell, zone);
    const [endBelow, endAbove] = around(end, cell, zone);
    yield* edge(query, "start", startBelow);
    yield* edge(query, "start", startAbove);
    yield* edge(query, "end", endBelow);
    yield* edge(query, "end", endAbove);
    if (startBelow !== start && endAbove !== end) yield range(startBelow, endAbove);
  }
  for (const { anyRange } of capabilities.operations) {
    const longest = (anyRange?.maxDays ?? Number.POSITIVE_INFINITY) * day;
    if (window !== "none" || end - start <= longest) continue;
    yield* edge(query, "end", start + longest);
    yield* edge(query, "start", end - longest);
  }
  if (window !== "none") return;
  for (const cell of ["day", "month", "week", "hour"] as const) {
    const from = windowStart(start, cell, "UTC");
    yield range(from, windowEnd(from, cell, "UTC"));
  }
}

function* otherWindows(query: NormalizedQuery): Generator<Candidate, void, undefined> {
  for (const window of windows) {
    if (window !== query.window) yield { change: { window }, field: "window", head: "ask for window", tail: window };
  }
}

/** UTC, with the same bounds or with those of its own windows. */
function* zones({ start, end, window, timeZone }: NormalizedQuery): Generator<Candidate, void, undefined> {
  if (timeZone === "UTC") return;
  const change = { timeZone: "UTC" };
  yield { change, field: "timeZone", head: "use time zone", tail: "UTC" };
  const cell = window === "none" ? "day" : window;
  const [from, to] = [around(start, cell, "UTC")[0], around(end, cell, "UTC")[1]];
  const { tail, ...moved } = range(from, to, change);
  yield { ...moved, field: "timeZone", head: "use time zone UTC with", tail };
}

function* groups({ query, meters: about }: CandidateNeeds): Generator<Candidate, void, undefined> {
  const { groupBy } = query;
  const by = (names: readonly string[]): Candidate => {
    return { change: { groupBy: names }, field: "groupBy", head: "group by", tail: names.join(" and ") };
  };
  const dimensions = dimensionsOf(about);
  for (const name of groupBy) {
    const others = closestFirst(dimensions, name).filter((other) => !groupBy.includes(other));
    for (const other of others.slice(0, maxNames)) yield by(groupBy.map((each) => (each === name ? other : each)));
  }
  const declared = about.flatMap(({ groupKeys = [] }) => groupKeys);
  const near = declared.filter((key) => key.some((name) => groupBy.includes(name)));
  for (const key of near.slice(0, maxNames)) yield by(key);
  if (groupBy.length > 1) for (const name of groupBy) yield by(groupBy.filter((each) => each !== name));
  if (groupBy.length > 2) for (const name of groupBy) yield by([name]);
  const filtered = Object.keys(query.filter).filter((name) => !groupBy.includes(name));
  if (filtered.length > 0) yield by([...groupBy, ...filtered]);
  if (groupBy.length > 0)
    yield { change: { groupBy: undefined }, field: "groupBy", head: "leave groupBy out", tail: "" };
}

function* filters({ query, meters: about, capabilities }: CandidateNeeds): Generator<Candidate, void, undefined> {
  const entries = Object.entries(query.filter);
  const to = (some: typeof entries, head: string, tail: string): Candidate => {
    return { change: { filter: Object.fromEntries(some) }, field: "filter", head, tail };
  };
  const named = capabilities.operations.flatMap(({ filter }) => (Array.isArray(filter) ? filter : []));
  for (const [name] of entries) {
    const others = closestFirst([...new Set([...named, ...dimensionsOf(about)])], name);
    for (const other of others.filter((each) => !Object.hasOwn(query.filter, each)).slice(0, maxNames)) {
      yield to(
        entries.map(([each, values]) => [each === name ? other : each, values]),
        "filter by",
        other,
      );
    }
  }
  for (const [name, [first = "", ...more]] of entries) {
    if (more.length === 0) continue;
    const one = entries.map(([each, values]): [string, readonly string[]] => [each, each === name ? [first] : values]);
    yield to(one, "filter by one value of", name);
  }
  for (const { groupBy } of capabilities.operations) {
    const most = groupBy.maxValues;
    if (most === undefined || entries.every(([, values]) => values.length <= most)) continue;
    const fewer = entries.map(([name, values]): [string, readonly string[]] => [name, values.slice(0, most)]);
    yield to(fewer, "filter by", `${most} values at most`);
  }
  if (entries.length > 1) {
    for (const [name] of entries)
      yield to(
        entries.filter(([each]) => each !== name),
        "filter without",
        name,
      );
  }
  if (entries.length > 0) yield { change: { filter: undefined }, field: "filter", head: "leave filter out", tail: "" };
}

function* aggregation({ query, meters: about }: CandidateNeeds): Generator<Candidate, void, undefined> {
  const field = "aggregation";
  if (query.aggregation !== undefined) {
    yield { change: { aggregation: undefined }, field, head: "leave aggregation out", tail: "" };
  }
  const kinds = new Set(about.map((meter) => meter.aggregation));
  for (const kind of kinds) {
    if (kind !== query.aggregation)
      yield { change: { aggregation: kind }, field, head: "name the aggregation", tail: kind };
  }
}

function* customers(query: NormalizedQuery): Generator<Candidate, void, undefined> {
  if (query.customers === undefined) return;
  yield { change: { customers: undefined }, field: "customers", head: "leave customers out", tail: "" };
}

function* measures(query: NormalizedQuery): Generator<Candidate, void, undefined> {
  if (query.meters !== undefined || query.measures === "all") return;
  const other = query.measures === "usage" ? "cost" : "usage";
  yield { change: { measures: other }, field: "measures", head: "ask for what measures", tail: other };
}

function* meters({ query, meters: about, working, known }: CandidateNeeds): Generator<Candidate, void, undefined> {
  if (query.meters === undefined) return;
  const to = (ids: readonly string[]): Candidate => {
    return { change: { meters: ids }, field: "meters", head: "ask for meters", tail: ids.join(" and ") };
  };
  if (working.length > 0 && working.length < about.length) yield to(working);
  const [first = ""] = query.meters;
  const others = closestFirst(
    known.map(({ id }) => id).filter((id) => !query.meters?.includes(id)),
    first,
  );
  for (const id of others.slice(0, maxOthers)) yield to([id]);
}

// A vendor can have thousands of each.
const maxNames = 10;
const maxOthers = 50;

const dimensionsOf = (meters: readonly Meter[]) => [...new Set(meters.flatMap(({ dimensions = [] }) => dimensions))];
