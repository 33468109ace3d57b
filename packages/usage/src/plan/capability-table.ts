import { day, hour } from "../model/calendar.js";
import { aggregations, windows } from "../model/normalize.js";
import type { Aggregation, Window } from "../model/query.js";
import { type Range, windowsOf } from "../model/range.js";
import type { Capabilities, Provider } from "../provider.js";
import { isRefusal } from "./refusal.js";
import { type Needs, route } from "./route.js";

/** How a window is answered: natively, from finer ones, or not. `from none` is from ranges that make up the window. */
export type AnswerKind = "native" | `from ${Window}` | "refused";

/** What one connection answers. Plain data. */
export interface ConnectionCapabilities {
  connection: string;
  vendor: string;
  /** What the vendor does natively: what the planner reads. */
  native: Capabilities;
  /** How each window is answered for each kind of meter, on UTC's calendar. */
  answers: Readonly<Record<Window, Readonly<Record<Aggregation, AnswerKind>>>>;
  /**
   * The same for windows that lie on whole hours of UTC and are none of UTC's own: of other zones, or for `none` a range
   * that does not lie on days. Zones whose clocks are not whole hours from UTC are refused, unless an operation has
   * calendars of any zone or answers any range of minutes.
   */
  localAnswers: Readonly<Record<Window, Readonly<Record<Aggregation, AnswerKind>>>>;
  /** Whether all customers can be asked for as one, for each kind of meter, where the query names the aggregation. */
  total: Readonly<Record<Aggregation, boolean>>;
}

/** What the planner makes of a provider's capabilities. Pure. */
export function describeCapabilities(
  connection: string,
  { vendor, capabilities }: Pick<Provider, "vendor" | "capabilities">,
): ConnectionCapabilities {
  const table = (needsOf: (window: Window) => Needs) =>
    record(windows, (window) => record(aggregations, (kind) => answerTo(kind, needsOf(window), capabilities)));
  const total = record(aggregations, (kind) => {
    const needs = { ...utcNeeds("day"), aggregation: kind, total: true };
    return !isRefusal(route(meterOf(kind), needs, capabilities));
  });
  return {
    connection,
    vendor,
    native: capabilities,
    answers: table(utcNeeds),
    localAnswers: table(localNeeds),
    total,
  };
}

function answerTo(kind: Aggregation, needs: Needs, capabilities: Capabilities): AnswerKind {
  const outcome = route(meterOf(kind), needs, capabilities);
  if (isRefusal(outcome)) return "refused";
  return outcome.overTime ? `from ${outcome.source}` : "native";
}

const meterOf = (aggregation: Aggregation) => {
  return {
    id: "",
    name: null,
    aggregation,
    unit: null,
    measures: "usage" as const,
    dimensions: undefined,
    archived: false,
  };
};

function utcNeeds(window: Window): Needs {
  const range = utcRange(window);
  return {
    window,
    range,
    timeZone: "UTC",
    groupBy: [],
    filter: {},
    aggregation: undefined,
    total: false,
    now: range.start,
  };
}

// A Monday that is the first of a month, and the month after it.
const start = Date.UTC(2026, 5, 1);
const end = Date.UTC(2026, 6, 1);

function utcRange(window: Window): Range {
  const weeks = { start, end: start + 28 * day };
  // A whole range that is one window of the vendor's may be answered as that; another says what `none` is answered by.
  const whole = { start: start + day, end };
  const bounds = window === "week" ? weeks : window === "none" ? whole : { start, end };
  return { ...bounds, spans: window === "none" ? [bounds] : windowsOf(bounds, window, "UTC"), wholeHours: true };
}

/** The same windows two hours earlier, as they are two hours east of Greenwich. */
function localNeeds(window: Window): Needs {
  const { range, ...needs } = utcNeeds(window);
  const earlier = (span: { start: number; end: number }) => ({
    start: span.start - 2 * hour,
    end: span.end - 2 * hour,
  });
  const local = { ...range, ...earlier(range), spans: range.spans.map(earlier) };
  return { ...needs, range: local, timeZone: "Etc/GMT-2" };
}

function record<Key extends string, Value>(keys: readonly Key[], value: (key: Key) => Value): Record<Key, Value> {
  // The entries are those of the keys.
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
}
