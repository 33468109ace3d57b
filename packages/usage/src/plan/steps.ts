import { day, type Span, windowEnd, windowStart } from "../model/calendar.js";
import type { NormalizedQuery } from "../model/normalize.js";
import type { Window } from "../model/query.js";
import { gridLength, type Range } from "../model/range.js";
import type { Call, Customer, Meter, OperationCapabilities, Provider, Question } from "../provider.js";
import type { Route } from "./route.js";

/** Meters that are come by in the same way, and the calls for them. */
export interface Step {
  operation: OperationCapabilities;
  meters: readonly Meter[];
  route: Route;
  question: Question;
  calls: readonly Call[];
}

/** What steps are made of. */
export interface StepNeeds {
  query: NormalizedQuery;
  range: Range;
  customers: readonly Customer[];
  provider: Pick<Provider, "plan">;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The calls for meters with their routes: those that are come by alike are asked for together. Pure. */
export function planSteps(chosen: readonly { meter: Meter; route: Route }[], needs: StepNeeds): Step[] {
  const { provider } = needs;
  const alike = new Map<string, { route: Route; meters: Meter[] }>();
  for (const { meter, route } of chosen) {
    const key = JSON.stringify({ ...route, operation: route.operation.operation, again: route.again?.operation });
    const step = alike.get(key);
    if (step) step.meters.push(meter);
    else alike.set(key, { route, meters: [meter] });
  }
  return [...alike.values()].map(({ route, meters }) => {
    const question = makeQuestion(route, meters, needs);
    return { operation: route.operation, meters, route, question, calls: provider.plan(question) };
  });
}

function makeQuestion(route: Route, meters: readonly Meter[], { query, range, customers, now }: StepNeeds): Question {
  const { operation, source, groupBy, overCustomers } = route;
  const scope = query.customers === "total" ? (overCustomers ? "every" : "total") : query.customers ? "named" : "every";
  const until = askedUntil(source, operation, now);
  const isByRange = source === "none" && operation.anyRange !== undefined;
  const spans = isByRange ? range.spans.flatMap((span) => cut(before(span, until), operation.anyRange?.maxDays)) : [];
  const shared = { operation: operation.operation, meters, customers, scope, groupBy, filter: query.filter } as const;
  const question = { ...shared, ...widen(before(range, until), operation), window: source, spans };
  return query.raw ? { ...question, raw: true } : question;
}

/** The end of the vendor's own window that holds now: there is no usage after it, and a vendor may refuse to be asked. */
function askedUntil(source: Window, { alignment }: OperationCapabilities, now: number): number {
  const window = source === "none" ? alignment : source;
  return windowEnd(windowStart(now, window, "UTC"), window, "UTC");
}

function before({ start, end }: Span, until: number): Span {
  return { start, end: Math.min(end, until) };
}

/** A range with bounds on the grid of an operation, [start, end). */
export function widen({ start, end }: Span, { alignment }: OperationCapabilities): Span {
  const cell = gridLength[alignment];
  return { start: Math.floor(start / cell) * cell, end: Math.ceil(end / cell) * cell };
}

/** A range in parts of at most so many days, on whole hours. */
function cut({ start, end }: Span, maxDays = Number.POSITIVE_INFINITY): Span[] {
  const spans: Span[] = [];
  const longest = Number.isFinite(maxDays) ? maxDays * day : end - start;
  for (let from = start; from < end; from += longest) spans.push({ start: from, end: Math.min(from + longest, end) });
  return spans;
}
