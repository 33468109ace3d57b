import { startOfDate } from "./calendar.js";
import type { Instant } from "./query.js";
import { invalidInput, shown } from "./refusal.js";

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?([Zz]|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads an instant as milliseconds since the epoch.
 *
 * @param timeZone whose first instant of a day a date without a time means.
 * @throws MetermuxError `invalid_input` for a string without an offset, a date that does not exist, or a fraction finer
 * than milliseconds.
 */
export function parseInstant(value: Instant, field: string, timeZone = "UTC"): number {
  if (value instanceof Date) {
    const time = value.getTime();
    if (Number.isNaN(time)) throw invalidInput(field, "an invalid Date", "give a valid one");
    // The calendar around the last instants of a Date has no windows.
    const year = value.getUTCFullYear();
    if (year < 0 || year > 9999) throw invalidInput(field, value.toISOString(), "give a time of the years 0 to 9999");
    return time;
  }
  const match = typeof value === "string" ? pattern.exec(value) : null;
  if (match === null) {
    throw invalidInput(
      field,
      shown(value),
      "give a date or an instant with its offset, such as 2026-03-01 or 2026-03-01T00:00:00Z",
    );
  }
  const [, date = "", hour = "00", minute = "00", second = "00", fraction = "", offset = "Z"] = match;
  if (/[1-9]/.test(fraction.slice(3))) throw invalidInput(field, value, "give at most milliseconds");
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${milliseconds}${offset.toUpperCase()}`);
  // Date.parse rolls 30 February over into March.
  const exists = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || Number.isNaN(exists.getTime()) || !exists.toISOString().startsWith(date)) {
    throw invalidInput(field, value, "there is no such date or time");
  }
  return value.length === date.length ? startOfDate(time, timeZone) : time;
}

/** Milliseconds since the epoch as 2026-03-01T00:00:00.000Z. */
export function formatInstant(time: number): string {
  return new Date(time).toISOString();
}
