import { type Alignment, cellEnd, cellStart, isAligned } from "./alignment.js";
import { day, hour, offsetAt, type Span, windowEnd, windowStart } from "./calendar.js";
import { formatInstant } from "./instant.js";
import type { Window } from "./query.js";
import { invalidInput, unsupported } from "./refusal.js";

/** What a vendor's requests for a whole range lie on. */
export interface RangeCells {
  /** The alignment of all its operations. */
  alignment: Alignment;
  /** The finest alignment on which one of them answers a whole range as one value. Default hours, which roll up to it. */
  finest?: "minute" | "hour" | undefined;
  /** Whether hours and days are those of the query's zone, or of UTC. Default UTC. */
  zones?: "utc" | "any" | undefined;
}

/** A range laid on windows. */
export interface Range extends Span {
  /** The windows of the range, in order and without gaps; the range itself for `none`. */
  spans: readonly Span[];
  /** Whether each of its windows begins on an hour of UTC, by a clock that is whole hours from it; true for `none`. */
  wholeHours: boolean;
}

/**
 * Lays a range on whole windows.
 *
 * An end inside the running window reaches to that window's end, whose row is open. A cut inside a past window is
 * refused: its row would not be the window's value. The vendor is never asked for more than the cell of its own that holds
 * `now`: nothing has happened after it, and ends far ahead may be refused. For `none` the running window is the cell of
 * the vendor's alignment, so that it can be asked for natively, or a finer one where the start does not lie on it.
 *
 * @param now milliseconds since the epoch.
 * @throws MetermuxError `invalid_input` for a range that is empty, in the future or of more than 200,000 windows; `unsupported` for one that cuts a
 * window.
 */
export function resolveRange(
  asked: { start: number; end: number; window: Window; timeZone: string },
  vendor: RangeCells & { vendor: string },
  now: number,
): Range {
  const { start, end, window, timeZone } = asked;
  if (end <= start) throw invalidInput("end", formatInstant(end), `it must lie after start, ${formatInstant(start)}`);
  if (start > now)
    throw invalidInput("start", formatInstant(start), `it lies in the future; it is ${formatInstant(now)} now`);
  const found = cutOf(asked, now, vendor);
  if (found !== undefined) {
    const { field, why, below, above } = found;
    const instead = `use ${formatInstant(below)} or ${formatInstant(above)}`;
    throw unsupported(vendor.vendor, field, why, instead, formatInstant(asked[field]));
  }
  if (window === "none") {
    const last = endOfWhole(asked, vendor, now);
    return { start, end: last, spans: [{ start, end: last }], wholeHours: true };
  }
  const running = windowStart(now, window, timeZone);
  const last = end <= running ? end : windowEnd(running, window, timeZone);
  refuseTooLong({ start, end: last }, window);
  const spans = windowsOf({ start, end: last }, window, timeZone);
  return {
    start,
    end: last,
    spans,
    wholeHours: last % hour === 0 && spans.every((span) => isWholeHour(span.start, timeZone)),
  };
}

/** Where a whole range ends that may reach into the running cell. */
function endOfWhole(asked: { start: number; end: number; timeZone: string }, cells: RangeCells, now: number): number {
  const { start, end } = asked;
  const { cell, zone } = cellOf({ ...asked, window: "none" }, cells);
  if (end <= cellStart(now, cell, zone)) return end;
  const alignment = [cells.alignment, "hour" as const].find((each) => isAligned(start, each, zone)) ?? cell;
  return cellEnd(cellStart(now, alignment, zone), alignment, zone);
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

/**
 * The bound of a range that cuts a past window; undefined where none does. `none` is cut by the finest cells on which the
 * vendor answers it.
 */
export function cutOf(
  asked: { start: number; end: number; window: Window; timeZone: string },
  now: number,
  cells: Pick<RangeCells, "finest" | "zones"> = {},
): Cut | undefined {
  const { start, end } = asked;
  const { cell, zone } = cellOf(asked, cells);
  const startOf = (time: number) => (cell === "minute" ? cellStart(time, cell, zone) : windowStart(time, cell, zone));
  const isCut = (time: number) => startOf(time) !== time;
  const field = isCut(start) ? "start" : end <= startOf(now) && isCut(end) ? "end" : undefined;
  if (field === undefined) return undefined;
  const below = startOf(asked[field]);
  const where = `is not the start of ${cell === "hour" ? "an" : "a"} ${cell} in ${zone}`;
  const why = `${field} ${formatInstant(asked[field])} ${where}, and a cut ${cell} has no whole value`;
  const above = cell === "minute" ? cellEnd(below, cell, zone) : windowEnd(below, cell, zone);
  return { field, why, below, above };
}

function cellOf(
  { window, timeZone }: { window: "none"; timeZone: string },
  cells: Pick<RangeCells, "finest" | "zones">,
): { cell: "minute" | "hour"; zone: string };
function cellOf(
  { window, timeZone }: { window: Window; timeZone: string },
  cells: Pick<RangeCells, "finest" | "zones">,
): { cell: "minute" | Exclude<Window, "none">; zone: string };
function cellOf(
  { window, timeZone }: { window: Window; timeZone: string },
  { finest = "hour", zones = "utc" }: Pick<RangeCells, "finest" | "zones">,
) {
  if (window === "none") return { cell: finest, zone: zones === "any" ? timeZone : "UTC" };
  return { cell: window, zone: timeZone };
}
