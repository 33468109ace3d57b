import type { Aggregation } from "../model/query.js";
import type { Hint } from "./hint.js";

/**
 * `match`: alike within the tolerance. `drift`: both sides speak, and differ. `left-only`, `right-only`: the other side
 * has no row. `incomparable`: kinds or units that cannot be laid side by side; a hint says which.
 */
export type Verdict = "match" | "drift" | "left-only" | "right-only" | "incomparable";

/** What one side says of a key. */
export interface Reading {
  /** A plain decimal; null where it says that there is no data, or where its rows cannot be added up. */
  value: string | null;
  /** How many rows went in. */
  rows: number;
  unit: string | null;
  /** Null where neither side says. */
  aggregation: Aggregation | null;
}

/** One key, as both sides tell it. What `by` leaves out is absent. */
export interface ComparedKey {
  verdict: Verdict;
  meter?: string;
  /** Null: the account itself, or a total. */
  customer?: string | null;
  /** First instant, inclusive, as 2026-03-01T00:00:00.000Z; that of the whole range where `by` leaves the window out. */
  windowStart: string;
  /** End, exclusive. */
  windowEnd: string;
  groups?: Readonly<Record<string, string | null>>;
  /** Null: no row. */
  left: Reading | null;
  right: Reading | null;
  /** Right minus left, exact. Sums and counts take no data for 0; other kinds need a value on both sides, or it is null. */
  difference: string | null;
  /** The size of the difference over the larger of both sizes, cut after 18 digits behind the point. */
  relative: string | null;
  /** What probably caused it; none for a plain match. */
  hints: readonly Hint[];
}

/** How many keys there are of each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** All keys of one meter. */
export interface MeterTotal {
  /** Absent where `by` leaves the meter out. */
  meter?: string;
  counts: Counts;
  /** Exact sums of either side, and right minus left; null unless every key of the meter is a sum or a count. */
  left: string | null;
  right: string | null;
  difference: string | null;
}

/** Two sides, key by key. */
export interface Comparison {
  /** Every key that either side has, once, in the order of meter, customer, window and groups. */
  keys: readonly ComparedKey[];
  /** One for each meter, in the same order. */
  totals: readonly MeterTotal[];
  counts: Counts;
}
