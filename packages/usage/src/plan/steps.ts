import { cellEnd, cellStart, nextAligned } from "../model/alignment.js";
import { day, type Span, windowEnd, windowStart } from "../model/calendar.js";
import type { NormalizedQuery } from "../model/normalize.js";
import type { Range } from "../model/range.js";
import type { Call, Customer, Meter, OperationCapabilities, Provider, Question } from "../provider.js";
import { zoneOf } from "./range-cells.js";
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
  const timeZone = zoneOf(operation, query.timeZone);
  const until = askedUntil({ window: source, timeZone }, operation, now);
  const isByRange = source === "none" && operation.anyRange !== undefined;
  const spans = isByRange ? range.spans.flatMap((span) => cut(before(span, until), operation.anyRange?.maxDays)) : [];
  const shared = { operation: operation.operation, meters, customers, scope, groupBy, filter: query.filter } as const;
  const span = widen(before(range, until), operation, timeZone);
  const question = { ...shared, ...span, window: source, timeZone, spans };
  return query.raw ? { ...question, raw: true } : question;
}

/** The end of the vendor's own window that holds now: there is no usage after it, and a vendor may refuse to be asked. */
function askedUntil(
  { window, timeZone }: Pick<Question, "window" | "timeZone">,
  { alignment }: OperationCapabilities,
  now: number,
): number {
  if (window === "none") return cellEnd(cellStart(now, alignment, timeZone), alignment, timeZone);
  return windowEnd(windowStart(now, window, timeZone), window, timeZone);
}

function before({ start, end }: Span, until: number): Span {
  return { start, end: Math.min(end, until) };
}

/** The smallest range on the alignment of an operation, in the zone that is asked for, that holds a range. */
export function widen({ start, end }: Span, { alignment }: OperationCapabilities, timeZone: string): Span {
  return { start: cellStart(start, alignment, timeZone), end: nextAligned(end, alignment, timeZone) };
}

/** A range in parts of at most so many days. */
function cut({ start, end }: Span, maxDays = Number.POSITIVE_INFINITY): Span[] {
  const spans: Span[] = [];
  const longest = Number.isFinite(maxDays) ? maxDays * day : end - start;
  for (let from = start; from < end; from += longest) spans.push({ start: from, end: Math.min(from + longest, end) });
  return spans;
}
