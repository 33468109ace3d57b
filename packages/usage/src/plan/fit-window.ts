import { type Alignment, isAligned } from "../model/alignment.js";
import { day, hour, offsetAt, windowEnd, windowStart } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import type { Aggregation, Window } from "../model/query.js";
import type { Range } from "../model/range.js";
import { rollupMethod } from "../model/rollup-method.js";
import type { Capabilities, OperationCapabilities } from "../provider.js";
import { zoneOf } from "./range-cells.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";

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
  const { window, timeZone } = needs;
  const zone = zoneOf(operation, timeZone);
  const nests = (alignment: Alignment) => isOnCells(needs, alignment, zone);
  const own = ownWindow(kind, needs, operation, zone);
  if (own !== undefined) return { source: own, overTime: false };
  const rollsUp = rollsUpOverTime.includes(kind) && rollupMethod(kind) !== undefined;
  const [finer] = (["day", "hour"] as const).filter(
    (source) => admits(operation, source, kind) && length(source) < length(window) && nests(source),
  );
  if (rollsUp && finer !== undefined) return { source: finer, overTime: true };
  const { anyRange, alignment } = operation;
  if (anyRange && nests(alignment)) return fitRanges(kind, needs, anyRange, rollsUp);
  if (!nests("hour")) return offTheHour(needs, zone);
  if (finer === undefined) return noFiner(window, timeZone);
  return notFrom(finer, kind, { ...needs, zone }, anyRange || admits(operation, window, kind) ? operation : undefined);
}

const calendarWindows = ["hour", "day", "week", "month"] as const;

/**
 * The window of the vendor's own calendar that the windows of the query are, for this kind of meter: the one that was
 * asked for, or another that is just as long, such as the day that is the whole range.
 */
function ownWindow(
  kind: Aggregation,
  needs: WindowNeeds,
  operation: OperationCapabilities,
  zone: string,
): Window | undefined {
  if (isNative(kind, needs, operation, zone)) return needs.window;
  const { window, range } = needs;
  return calendarWindows.find((each) => each !== window && admits(operation, each, kind) && isOf(each, range, zone));
}

/** Whether every window is one of a zone's. */
function isOf(window: Exclude<Window, "none">, { spans }: Range, zone: string): boolean {
  return spans.every(
    ({ start, end }) => windowStart(start, window, zone) === start && windowEnd(start, window, zone) === end,
  );
}

/** Whether the windows of the query are windows of the vendor's own calendar, for this kind of meter. */
function isNative(kind: Aggregation, needs: WindowNeeds, operation: OperationCapabilities, zone: string): boolean {
  const { window, timeZone, range } = needs;
  if (!admits(operation, window, kind)) return false;
  if (window === "none") return isOnCells(needs, operation.alignment, zone);
  if (window === "hour" && timeZone === zone) return isOnCells(needs, "hour", zone);
  return timeZone === zone || isOf(window, range, zone);
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

/** Whether every window is whole cells: minutes, or hours or days of a zone. */
function isOnCells({ window, timeZone, range }: WindowNeeds, alignment: Alignment, zone: string): boolean {
  const { spans, end, wholeHours } = range;
  const isOn = (time: number) => isAligned(time, alignment, zone);
  // Thousands of windows need not be looked at where the clock says it of all.
  if (alignment === "hour" && zone === timeZone && window !== "none") return wholeHours || isSteady(range, zone);
  return isOn(end) && spans.every(({ start }) => isOn(start));
}

/** Whether the clocks of a zone do not move by a part of an hour, so that its hours nest in its days. */
function isSteady({ spans, end }: Range, zone: string): boolean {
  const partOf = (time: number) => offsetAt(time, zone) % hour;
  const last = partOf(end);
  return spans.every(({ start }) => partOf(start) === last);
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
  finer: "hour" | "day",
  kind: Aggregation,
  { window, range, zone }: WindowNeeds & { zone: string },
  native: OperationCapabilities | undefined,
): Refusal {
  const whole = window === "none" ? "the whole range" : `a ${window}`;
  const why = `is of kind ${kind}, whose values over ${finer}s of ${zone} do not make that of ${whole}`;
  if (native === undefined) return refuse("window", why);
  if (window !== "none") return refuse("timeZone", why);
  return refuse(isAligned(range.start, native.alignment, zone) ? "end" : "start", why);
}

/** The refusal of windows that do not begin on hours, by an operation that answers hours of a zone at the finest. */
function offTheHour({ window, timeZone, range }: WindowNeeds, zone: string): Refusal {
  if (window === "none") {
    const field = isAligned(range.start, "hour", zone) ? "end" : "start";
    return refuse(
      field,
      `has values for whole hours of ${zone}, and ${formatInstant(range[field])} is not the start of one`,
    );
  }
  const apart = "and the clocks of";
  if (zone === timeZone) {
    return refuse("timeZone", `is told by hours, ${apart} ${zone} move by a part of an hour in this range`);
  }
  return refuse("timeZone", `is told by hours of UTC, ${apart} ${timeZone} are not whole hours from it in this range`);
}

function noFiner(window: Window, timeZone: string): Refusal {
  const zone = timeZone === "UTC" ? "" : ` of ${timeZone}`;
  return refuse("window", `has no value for window ${window}${zone}, nor for finer ones`);
}
