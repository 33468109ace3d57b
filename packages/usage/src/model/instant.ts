import { startOfDate } from "./calendar.js";
import type { Instant } from "./query.js";
import { invalidInput, shown, unexpectedResponse } from "./refusal.js";

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?([Zz]|[+-]\d{2}:\d{2})?)?$/;

/** What a text says, part by part. */
interface Written {
  date: string;
  /** Whether it has a time of day. */
  timed: boolean;
  offset: string | undefined;
  /** Whether it is finer than milliseconds. */
  tooFine: boolean;
  /** Milliseconds since the epoch, read as UTC where there is no offset; undefined where there is no such date or time. */
  time: number | undefined;
}

function readText(text: string): Written | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, date = "", hour, minute = "00", second = "00", fraction = "", offset] = match;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const clock = `${hour ?? "00"}:${minute}:${second}.${milliseconds}`;
  // There is always an offset: Date.parse reads text without one in the zone of the machine.
  const time = Date.parse(`${date}T${clock}${offset?.toUpperCase() ?? "Z"}`);
  // Date.parse rolls 30 February over into March.
  const midnight = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(time) && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
  const tooFine = /[1-9]/.test(fraction.slice(3));
  return { date, timed: hour !== undefined, offset, tooFine, time: exists ? time : undefined };
}

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
  const written = typeof value === "string" ? readText(value) : undefined;
  if (written === undefined || (written.timed && written.offset === undefined)) {
    throw invalidInput(
      field,
      shown(value),
      "give a date or an instant with its offset, such as 2026-03-01 or 2026-03-01T00:00:00Z",
    );
  }
  if (written.tooFine) throw invalidInput(field, shown(value), "give at most milliseconds");
  if (written.time === undefined) throw invalidInput(field, shown(value), "there is no such date or time");
  return written.timed ? written.time : startOfDate(written.time, timeZone);
}

/**
 * Reads an instant of a vendor's answer as milliseconds since the epoch. The zone of the machine never matters.
 *
 * @param about what the instant is, for the message: `the start of a row`.
 * @param withoutOffset how a date, or a time without `Z` or an offset, is read: refused, or as UTC where a source says
 * that the vendor writes UTC.
 * @throws MetermuxError `unexpected_response` for anything but text, for text without an offset (unless it is read as
 * UTC), for a date or time that does not exist, and for a fraction finer than milliseconds.
 */
export function parseVendorInstant(
  vendor: string,
  value: unknown,
  about: string,
  withoutOffset: "refused" | "UTC" = "refused",
): number {
  const written = typeof value === "string" ? readText(value) : undefined;
  const came = `${shown(value)} came as ${about}`;
  if (written === undefined) throw unexpectedResponse(vendor, `${came}, which is no instant`);
  if (written.offset === undefined && withoutOffset === "refused") {
    throw unexpectedResponse(vendor, `${came}, without Z or an offset: which instant it is cannot be told`);
  }
  if (written.tooFine) throw unexpectedResponse(vendor, `${came}, which is finer than a millisecond`);
  if (written.time === undefined) throw unexpectedResponse(vendor, `${came}, and there is no such date or time`);
  return written.time;
}

/**
 * Reads an instant that an answer tells as a number of seconds since the epoch.
 *
 * @returns milliseconds since the epoch.
 * @throws MetermuxError `unexpected_response` for anything but a whole number of seconds before the year 5138: what is
 * larger is milliseconds.
 */
export function parseVendorSeconds(vendor: string, value: unknown, about: string): number {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e11) return value * 1000;
  throw unexpectedResponse(vendor, `${shown(value)} came as ${about}, which is not a whole number of seconds`);
}

/** Milliseconds since the epoch as 2026-03-01T00:00:00.000Z. */
export function formatInstant(time: number): string {
  return new Date(time).toISOString();
}
