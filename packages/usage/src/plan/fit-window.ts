import { day, hour, windowEnd, windowStart } from "../model/calendar.js";
import type { Aggregation, Window } from "../model/query.js";
import { type Alignment, gridLength, type Range } from "../model/range.js";
import type { Capabilities, OperationCapabilities } from "../provider.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { rollupMethod } from "./rollup-method.js";

/** How an operation gives the values of windows. */
export interface WindowFit {
  /** The window to ask for; `none` for ranges one by one. */
  source: Window;
  /** Whether several values of the source make one value of a window. */
  overTime: boolean;
}

/** What the fit of a window depends on. */
export interface WindowNeeds {
  window: Window;
  timeZone: string;
  range: Range;
}

/** How one operation answers the windows of a query for one kind of meter: natively, else from finer ones, else not. */
export function fitWindow(
  kind: Aggregation,
  needs: WindowNeeds,
  operation: OperationCapabilities,
  { rollsUpOverTime }: Capabilities,
): Outcome<WindowFit> {
  const { window, timeZone, range } = needs;
  if (!range.wholeHours) {
    const why = `is told by hours of UTC, and the clocks of ${timeZone} are not whole hours from it in this range`;
    return refuse("timeZone", why);
  }
  const own = ownWindow(kind, needs, operation);
  if (own !== undefined) return { source: own, overTime: false };
  const rollsUp = rollsUpOverTime.includes(kind) && rollupMethod(kind) !== undefined;
  const [finer] = (["day", "hour"] as const).filter(
    (source) => admits(operation, source, kind) && length(source) < length(window) && nests(range, gridLength[source]),
  );
  if (rollsUp && finer !== undefined) return { source: finer, overTime: true };
  const { anyRange, alignment } = operation;
  if (anyRange && nests(range, gridLength[alignment])) return fitRanges(kind, needs, anyRange, rollsUp);
  if (finer === undefined) return noFiner(window, timeZone);
  return notFrom(finer, kind, needs, anyRange || admits(operation, window, kind) ? operation : undefined);
}

const calendarWindows = ["hour", "day", "week", "month"] as const;

/**
 * The window of the vendor's own calendar that the windows of the query are, for this kind of meter: the one that was
 * asked for, or another that is just as long, such as the day that is the whole range.
 */
function ownWindow(kind: Aggregation, needs: WindowNeeds, operation: OperationCapabilities): Window | undefined {
  if (isNative(kind, needs, operation)) return needs.window;
  const { window, range } = needs;
  return calendarWindows.find((each) => each !== window && admits(operation, each, kind) && isOf(each, range));
}

/** Whether every window is one of UTC's. */
function isOf(window: Exclude<Window, "none">, { spans }: Range): boolean {
  return spans.every(
    ({ start, end }) => windowStart(start, window, "UTC") === start && windowEnd(start, window, "UTC") === end,
  );
}

/** Whether the windows of the query are windows of the vendor's own calendar, for this kind of meter. */
function isNative(kind: Aggregation, needs: WindowNeeds, operation: OperationCapabilities): boolean {
  const { window, timeZone, range } = needs;
  if (!admits(operation, window, kind)) return false;
  if (window === "none") return nests(range, gridLength[operation.alignment]);
  return timeZone === "UTC" || isOf(window, range);
}

function fitRanges(
  kind: Aggregation,
  { window, range }: WindowNeeds,
  { maxDays = Number.POSITIVE_INFINITY }: { maxDays?: number },
  rollsUp: boolean,
): Outcome<WindowFit> {
  const tooLong = range.spans.some(({ start, end }) => end - start > maxDays * day);
  if (!tooLong) return { source: "none", overTime: false };
  if (rollsUp) return { source: "none", overTime: true };
  const why = `is of kind ${kind}, whose values over parts do not make that of a range of more than ${maxDays} days`;
  return refuse(window === "none" ? "end" : "window", why);
}

function admits(operation: OperationCapabilities, window: Window, kind: Aggregation): boolean {
  const kinds = operation.windows[window];
  return kinds !== undefined && (kinds === "any" || kinds.includes(kind));
}

/** Whether every window is whole cells of a length. */
function nests({ spans, end }: Range, cell: number): boolean {
  return end % cell === 0 && spans.every(({ start }) => start % cell === 0);
}

const lengths: Readonly<Record<Window, number>> = {
  hour,
  day,
  week: 7 * day,
  month: 28 * day,
  none: Number.POSITIVE_INFINITY,
};

function length(window: Window): number {
  return lengths[window];
}

/** @param native the operation, where it answers the window on its own calendar. */
function notFrom(
  finer: Alignment,
  kind: Aggregation,
  { window, range }: WindowNeeds,
  native: OperationCapabilities | undefined,
): Refusal {
  const whole = window === "none" ? "the whole range" : `a ${window}`;
  const why = `is of kind ${kind}, whose values over ${finer}s of UTC do not make that of ${whole}`;
  if (native === undefined) return refuse("window", why);
  if (window !== "none") return refuse("timeZone", why);
  const cell = gridLength[native.alignment];
  return refuse(range.start % cell === 0 ? "end" : "start", why);
}

function noFiner(window: Window, timeZone: string): Refusal {
  const zone = timeZone === "UTC" ? "" : ` of ${timeZone}`;
  return refuse("window", `has no value for window ${window}${zone}, nor for finer ones`);
}
