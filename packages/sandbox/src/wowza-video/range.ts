import type { Call } from "../server/vendor.js";
import { DAY, dayNumber, HOUR } from "../world/time.js";
import type { World } from "../world/world.js";
import { refuse } from "./rules.js";
import type { Variants } from "./variants.js";

/** The range of an answer, half-open, in milliseconds since 1970 UTC. */
export interface Range {
  readonly start: number;
  /** The first excluded instant. */
  readonly end: number;
  /** The requested end, an hour before `to` where it is inclusive: rule `end-exclusive`. */
  readonly to: number;
}

const SECOND = 1_000;
const LONGEST = 90 * DAY;

/**
 * The range of `from` and `to` in whole hours, with defaults applied.
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
  /** The unit that a bound is rounded up to, in milliseconds. */
  readonly step: number;
  /** The maximum length of a default range, in milliseconds. */
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

/** Rules `real-date`, `hour-rounding` and `second-rounding`. The contract has checked the format: rule `time-format`. */
function readBound(name: string, value: unknown, now: number, step: number): number | undefined {
  if (value === undefined) return undefined;
  if (value === "last_bill_date") return lastBillDate(now);
  const instant = Date.parse(`${String(value).replace(" ", "T")}Z`);
  // Date.parse turns 30 February into March, so the formatted instant must equal the input.
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
