import { day, hour, offsetAt, type Span, windowEnd, windowStart } from "./calendar.js";
import { formatInstant } from "./instant.js";
import type { Window } from "./query.js";
import { invalidInput, unsupported } from "./refusal.js";

/** What the bounds of a vendor's requests lie on, in UTC. */
export type Alignment = "hour" | "day";

/** The length of a grid's cells, in milliseconds. */
export const gridLength: Readonly<Record<Alignment, number>> = { hour, day };

/** A range laid on windows. */
export interface Range extends Span {
  /** The windows of the range, in order and without gaps; the range itself for `none`. */
  spans: readonly Span[];
  /** Whether every clock in it shows a whole number of hours more or less than UTC. */
  wholeHours: boolean;
}

/**
 * Lays a range on whole windows.
 *
 * An end inside the running window reaches to that window's end, whose row is open. A cut inside a past window is
 * refused: its row would not be the window's value. The vendor is never asked for more than the cell of its own that holds
 * `now`: nothing has happened after it, and ends far ahead may be refused. For `none` the running window is the cell of the vendor's grid, so
 * that it can be asked for natively, or the hour where the start does not lie on that grid.
 *
 * @param now milliseconds since the epoch.
 * @throws MetermuxError `invalid_input` for a range that is empty, in the future or of more than 200,000 windows; `unsupported` for one that cuts a
 * window.
 */
export function resolveRange(
  asked: { start: number; end: number; window: Window; timeZone: string },
  vendor: { vendor: string; grid: Alignment },
  now: number,
): Range {
  const { start, end, window, timeZone } = asked;
  if (end <= start) throw invalidInput("end", formatInstant(end), `it must lie after start, ${formatInstant(start)}`);
  if (start > now)
    throw invalidInput("start", formatInstant(start), `it lies in the future; it is ${formatInstant(now)} now`);
  const found = cutOf(asked, now);
  if (found !== undefined) {
    const { field, why, below, above } = found;
    const instead = `use ${formatInstant(below)} or ${formatInstant(above)}`;
    throw unsupported(vendor.vendor, field, why, instead, formatInstant(asked[field]));
  }
  const { cell, zone } = cellOf(asked);
  const running = windowStart(now, cell, zone);
  if (window === "none") {
    const grid = start % gridLength[vendor.grid] === 0 ? vendor.grid : "hour";
    const last = end <= running ? end : windowEnd(windowStart(now, grid, "UTC"), grid, "UTC");
    return { start, end: last, spans: [{ start, end: last }], wholeHours: true };
  }
  const last = end <= running ? end : windowEnd(running, cell, zone);
  refuseTooLong({ start, end: last }, window);
  const spans = windowsOf({ start, end: last }, window, timeZone);
  return {
    start,
    end: last,
    spans,
    wholeHours: last % hour === 0 && spans.every((span) => isWholeHour(span.start, timeZone)),
  };
}

// More than twenty years of hours. A slip in the year, or seconds taken for milliseconds, would fill the memory.
const maxWindows = 200_000;

const lengths = { hour, day, week: 7 * day, month: 30 * day } as const;

function refuseTooLong({ start, end }: Span, window: Exclude<Window, "none">): void {
  const count = Math.round((end - start) / lengths[window]);
  if (count <= maxWindows) return;
  const many = `it is about ${count} windows (${window}) before ${formatInstant(end)}`;
  const instead = `${many}, and a query has ${maxWindows} at most; ask for a shorter range, or a longer window`;
  throw invalidInput("start", formatInstant(start), instead);
}

/**
 * The windows of a range whose bounds lie on them, in order, each [start, end) in milliseconds since the epoch.
 *
 * @param timeZone an IANA name, whose calendar the windows are of; weeks begin on Monday.
 */
export function windowsOf({ start, end }: Span, window: Exclude<Window, "none">, timeZone: string): Span[] {
  const spans: Span[] = [];
  for (let from = start; from < end; ) {
    const to = windowEnd(from, window, timeZone);
    spans.push({ start: from, end: to });
    from = to;
  }
  return spans;
}

function isWholeHour(time: number, timeZone: string): boolean {
  return time % hour === 0 && offsetAt(time, timeZone) % hour === 0;
}

/** A bound that is not the start of a window. */
export interface Cut {
  field: "start" | "end";
  why: string;
  /** The window that it cuts. */
  below: number;
  above: number;
}

/** The bound of a range that cuts a past window; undefined where none does. `none` is cut by hours of UTC. */
export function cutOf(
  asked: { start: number; end: number; window: Window; timeZone: string },
  now: number,
): Cut | undefined {
  const { start, end } = asked;
  const { cell, zone } = cellOf(asked);
  const isCut = (time: number) => windowStart(time, cell, zone) !== time;
  const field = isCut(start) ? "start" : end <= windowStart(now, cell, zone) && isCut(end) ? "end" : undefined;
  if (field === undefined) return undefined;
  const below = windowStart(asked[field], cell, zone);
  const where = `is not the start of ${article(cell)} in ${zone}`;
  const why = `${field} ${formatInstant(asked[field])} ${where}, and a cut ${cell} has no whole value`;
  return { field, why, below, above: windowEnd(below, cell, zone) };
}

function cellOf({ window, timeZone }: { window: Window; timeZone: string }) {
  return window === "none" ? ({ cell: "hour", zone: "UTC" } as const) : { cell: window, zone: timeZone };
}

function article(window: Window): string {
  return window === "hour" ? "an hour" : `a ${window}`;
}
