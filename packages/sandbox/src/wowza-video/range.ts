import type { Call } from "../server/vendor.js";
import { DAY, dayNumber, HOUR } from "../world/time.js";
import type { World } from "../world/world.js";
import { refuse } from "./rules.js";
import type { Variants } from "./variants.js";

/** What an answer is about, half-open, in milliseconds since 1970 UTC. */
export interface Range {
  readonly start: number;
  /** The first instant that does not count. */
  readonly end: number;
  /** The end as it was asked for, an hour before the other where it is inclusive: rule `end-exclusive`. */
  readonly to: number;
}

const SECOND = 1_000;
const LONGEST = 90 * DAY;

/**
 * The range that `from` and `to` ask for, in whole hours, defaults applied.
 *
 * @throws Refusal `real-date`, `bounds-order` or `ninety-days`.
 */
export function readRange(
  query: Call["query"],
  { world, variants }: { readonly world: World; readonly variants: Variants },
): Range {
  const range = boundsOf(query, world.now, { step: HOUR, longest: LONGEST });
  if (range.to - range.start > LONGEST) throw refuse("ninety-days", "from and to must be at most 90 days apart");
  return variants.end === "inclusive" ? { ...range, end: range.to + HOUR } : range;
}

/**
 * The same to the second and of any length: rules `storage-bounds` and `storage-default`.
 *
 * @param now milliseconds since 1970 UTC
 * @throws Refusal `real-date` or `bounds-order`.
 */
export function readStorageRange(query: Call["query"], now: number): Range {
  return boundsOf(query, now, { step: SECOND, longest: Number.POSITIVE_INFINITY });
}

/** A range as an answer echoes it: rule `limits`. */
export function limitsOf({ start, to }: Range): { readonly from: string; readonly to: string } {
  return { from: new Date(start).toISOString(), to: new Date(to).toISOString() };
}

interface Limits {
  /** What a bound is rounded up to, in milliseconds. */
  readonly step: number;
  /** What a default stays within, in milliseconds. */
  readonly longest: number;
}

function boundsOf(query: Call["query"], now: number, { step, longest }: Limits): Range {
  const from = readBound("from", query.from, now, step);
  const to = readBound("to", query.to, now, step);
  // Rules default-range, only-from and only-to [SPEC, PAGE].
  const billed = lastBillDate(now);
  const start = from ?? (to === undefined ? billed : Math.max(to - longest, billed));
  const end = to ?? Math.min(start + longest, endOfDay(now));
  if (end <= start) throw refuse("bounds-order", `to must be after from, got ${written(start)} to ${written(end)}`);
  return { start, end, to: end };
}

/** Rules `real-date`, `hour-rounding` and `second-rounding`. The form was checked with the contract: rule `time-format`. */
function readBound(name: string, value: unknown, now: number, step: number): number | undefined {
  if (value === undefined) return undefined;
  if (value === "last_bill_date") return lastBillDate(now);
  const instant = Date.parse(`${String(value).replace(" ", "T")}Z`);
  // Date.parse moves 30 February into March: only what comes back as it was is a date.
  if (written(instant) !== value) throw refuse("real-date", `${name} is not a date: '${String(value)}'`);
  return Math.ceil(instant / step) * step;
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
