import { parseInstant } from "../model/instant.js";
import type { Instant, Window } from "../model/query.js";

/** From start, inclusive, to end, exclusive, in milliseconds since the epoch. */
export interface Span {
  start: number;
  end: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** The window of a zone that an instant lies in. A local day has 23 to 25 hours, a week starts on Monday. */
export function windowAt(time: number, window: Exclude<Window, "none">, timeZone: string): Span {
  const local = time + offsetAt(time, timeZone);
  if (window === "hour") {
    // By length, not by the clock: an hour that the clock shows twice is two windows.
    const start = time - (((local % hour) + hour) % hour);
    return { start, end: start + hour };
  }
  const today = Math.floor(local / day);
  const [first, next] = datesOf(today, window);
  return { start: startOfDate(first, timeZone), end: startOfDate(next, timeZone) };
}

/** Reads a bound of a query: an instant, or a date, which means its first instant in the zone. */
export function parseBound(value: Instant, field: string, timeZone: string): number {
  const time = parseInstant(value, field);
  const isDate = typeof value === "string" && !/[Tt]/.test(value);
  return isDate ? startOfDate(Math.floor(time / day), timeZone) : time;
}

/** The days, counted from the epoch, on which a window and its successor start. */
function datesOf(today: number, window: "day" | "week" | "month"): [first: number, next: number] {
  if (window === "day") return [today, today + 1];
  if (window === "week") {
    // Day 0 was a Thursday.
    const monday = today - ((((today + 3) % 7) + 7) % 7);
    return [monday, monday + 7];
  }
  const date = new Date(today * day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return [Date.UTC(year, month, 1) / day, Date.UTC(year, month + 1, 1) / day];
}

/** The first instant of a date, also where the clock skips its midnight or shows it twice. */
function startOfDate(date: number, timeZone: string): number {
  const local = date * day;
  const offsets = [offsetAt(local - day, timeZone), offsetAt(local + day, timeZone)];
  const candidates = offsets.map((offset) => local - offset).filter((time) => time + offsetAt(time, timeZone) >= local);
  return Math.min(...candidates);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clock is ahead of UTC, in milliseconds. */
function offsetAt(time: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  let format = formats.get(timeZone);
  if (format === undefined) {
    const numeric = "numeric" as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat("en", { timeZone, hourCycle: "h23", calendar: "gregory", ...fields });
    formats.set(timeZone, format);
  }
  const shown = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
  const local = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return local - (time - (((time % 1000) + 1000) % 1000));
}
