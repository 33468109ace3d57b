import { tzOffset } from "@date-fns/tz/tzOffset";
import type { Window } from "./query.js";

/** The length of an hour, in milliseconds: also what every vendor's finest windows and bounds lie on. */
export const hour = 3_600_000;
/** The length of a UTC day: the epoch's clock has no leap seconds. */
export const day = 24 * hour;

/** A half-open range, [start, end). Milliseconds since the epoch. */
export interface Span {
  start: number;
  end: number;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(time: number, timeZone: string): number {
  return timeZone === "UTC" ? 0 : tzOffset(timeZone, new Date(time)) * 60_000;
}

/** The start of the window of a zone that an instant lies in. Weeks begin on Monday. */
export function windowStart(time: number, window: Exclude<Window, "none">, timeZone: string): number {
  const local = time + offsetAt(time, timeZone);
  if (window === "hour") return time - modulo(local, hour);
  return startOfDate(firstDate(local, window), timeZone);
}

/** The end of the window of a zone that begins at an instant, which is the start of the next. */
export function windowEnd(start: number, window: Exclude<Window, "none">, timeZone: string): number {
  if (window === "hour") return start + hour;
  let date = firstDate(start + offsetAt(start, timeZone), window);
  // A date that a zone skipped has no length, and belongs to no window of its own.
  for (;;) {
    date = nextDate(date, window);
    const end = startOfDate(date, timeZone);
    if (end > start) return end;
  }
}

/** Dates are written as the milliseconds of their UTC midnight, whatever the zone. */
function firstDate(local: number, window: "day" | "week" | "month"): number {
  const date = local - modulo(local, day);
  if (window === "week") return date - modulo(new Date(date).getUTCDay() - 1, 7) * day;
  return window === "month" ? date - (new Date(date).getUTCDate() - 1) * day : date;
}

function nextDate(date: number, window: "day" | "week" | "month"): number {
  if (window !== "month") return date + (window === "week" ? 7 : 1) * day;
  const first = new Date(date);
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
}

/**
 * The first instant of a date. Where the clocks go forward at midnight, the date begins when they do; where they go
 * back, midnight can come twice, and the first one counts.
 */
export function startOfDate(date: number, timeZone: string): number {
  const before = date - offsetAt(date - day, timeZone);
  const after = date - offsetAt(date + day, timeZone);
  const [first, second] = before < after ? [before, after] : [after, before];
  return first + offsetAt(first, timeZone) >= date ? first : second;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
