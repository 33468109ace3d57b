import { formatInstant } from "./instant.js";
import type { Window } from "./query.js";
import { invalidInput, unsupported } from "./refusal.js";

/** Milliseconds of the windows whose length never changes. Days are UTC days: the epoch's clock has no leap seconds. */
const lengths = { hour: 3_600_000, day: 86_400_000 } as const;

/** What the bounds of a vendor's requests lie on. */
export type Grid = keyof typeof lengths;

/** A range that a vendor can be asked for, and the part of it that was meant. Milliseconds since the epoch. */
export interface Range {
  /** The range of the answer, [start, end): whole windows. */
  start: number;
  end: number;
  /** The range of the requests, widened to the vendor's grid. */
  requestStart: number;
  requestEnd: number;
}

/** The length of a window in milliseconds; undefined for `none`. */
export function windowLength(window: Window): number | undefined {
  return window === "hour" || window === "day" ? lengths[window] : undefined;
}

/**
 * Lays a range on whole windows and on the vendor's grid.
 *
 * An end inside the running window reaches to that window's end, whose row is open. A cut inside a past window is
 * refused: its row would not be the window's value.
 *
 * @throws MetermuxError `invalid_input` for a range that is empty or in the future; `unsupported` for one that cuts a
 * window.
 */
export function resolveRange(
  asked: { start: number; end: number; window: Window },
  vendor: { vendor: string; grid: Grid },
  now: number,
): Range {
  const { start, end, window } = asked;
  if (end <= start) throw invalidInput("end", formatInstant(end), `it must lie after start, ${formatInstant(start)}`);
  if (start > now)
    throw invalidInput("start", formatInstant(start), `it lies in the future; it is ${formatInstant(now)} now`);
  // A vendor sums `none` over its own grid, so that is what the range must lie on.
  const cell = windowLength(window) ?? lengths[vendor.grid];
  const floor = (time: number) => Math.floor(time / cell) * cell;
  const refuseCut = (field: "start" | "end", time: number) => {
    const unit = cell === lengths.day ? "midnight" : "hour";
    const why = `${field} ${formatInstant(time)} is not at a UTC ${unit}, and window ${window} is whole ${cell === lengths.day ? "days" : "hours"} here`;
    const below = formatInstant(floor(time));
    const above = formatInstant(floor(time) + cell);
    const finer = cell === lengths.day ? ", or ask for window hour" : "";
    return unsupported(vendor.vendor, field, why, `use ${below} or ${above}${finer}`);
  };
  if (floor(start) !== start) throw refuseCut("start", start);
  const running = floor(now);
  if (end <= running && floor(end) !== end) throw refuseCut("end", end);
  const last = end <= running ? end : running + cell;
  const grid = lengths[vendor.grid];
  return {
    start,
    end: last,
    requestStart: Math.floor(start / grid) * grid,
    requestEnd: Math.ceil(last / grid) * grid,
  };
}
