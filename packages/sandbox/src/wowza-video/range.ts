import type { Call } from "../server/vendor.js";
import { DAY, dayNumber, HOUR } from "../world/time.js";
import { refuse } from "./rules.js";

/** What the totals are about, half-open, in milliseconds since 1970 UTC. Both bounds are whole hours. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const LONGEST = 90 * DAY;

/**
 * The range that `from` and `to` ask for, defaults applied.
 *
 * @param now milliseconds since 1970 UTC
 * @throws Refusal `real-date`, `bounds-order` or `ninety-days`.
 */
export function readRange(query: Call["query"], now: number): Range {
  const from = readBound("from", query.from, now);
  const to = readBound("to", query.to, now);
  const start = from ?? defaultStart(to, now);
  // Rules default-range and only-from [SPEC, PAGE].
  const end = to ?? Math.min(start + LONGEST, endOfDay(now));
  if (end <= start) throw refuse("bounds-order", `to must be after from, got ${written(start)} to ${written(end)}`);
  if (end - start > LONGEST) throw refuse("ninety-days", "from and to must be at most 90 days apart");
  return { start, end };
}

/** Rules `default-range` and `only-to` [SPEC, PAGE]. */
function defaultStart(to: number | undefined, now: number): number {
  const billed = lastBillDate(now);
  return to === undefined ? billed : Math.max(to - LONGEST, billed);
}

/** Rules `real-date`, `hour-rounding` and `second-rounding`. The form was checked with the contract: rule `time-format`. */
function readBound(name: string, value: unknown, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (value === "last_bill_date") return lastBillDate(now);
  const instant = Date.parse(`${String(value).replace(" ", "T")}Z`);
  // Date.parse moves 30 February into March: only what comes back as it was is a date.
  if (written(instant) !== value) throw refuse("real-date", `${name} is not a date: '${String(value)}'`);
  return Math.ceil(instant / HOUR) * HOUR;
}

/** Rule `last-bill-date`. */
function lastBillDate(now: number): number {
  const today = new Date(now);
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1);
}

/** Rule `utc-day`. */
function endOfDay(now: number): number {
  return (dayNumber(now) + 1) * DAY;
}

function written(instant: number): string {
  return new Date(instant).toISOString().replace("T", " ").replace(".000Z", "");
}
