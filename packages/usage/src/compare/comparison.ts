import type { Aggregation } from "../model/query.js";
import type { Hint } from "./hint.js";
import type { SideName } from "./side.js";

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
  /**
   * Exact sums of either side, and right minus left; null unless every key of the meter is a sum or a count, in one unit.
   */
  left: string | null;
  right: string | null;
  difference: string | null;
}

/** What one side has and the other has nothing of: mostly names that a map lacks. */
export interface Unpartnered {
  /** How many keys of this side are of these meters and customers. */
  keys: number;
  /** Meters that stand on this side only, sorted. */
  meters: readonly string[];
  /** Customers that stand on this side only, sorted; null is the account itself. */
  customers: readonly (string | null)[];
}

/** What the query names and neither side has a row of, so that nothing of it was compared. */
export interface Absent {
  meters: readonly string[];
  customers: readonly string[];
}

/** How many rows a side had, and why some of them are not compared. */
export interface RowCount {
  /** All that came. */
  rows: number;
  /** Of meters and customers that the query does not name, and outside its range. */
  otherMeters: number;
  otherCustomers: number;
  outsideRange: number;
}

/** Two sides, key by key. */
export interface Comparison {
  /**
   * Meters and customers that one side has alone, with the number of their keys: to be looked at first, since mostly a map
   * lacks them. Their keys are `left-only` or `right-only`, those of 0 too, and have no hints.
   */
  unpartnered: Readonly<Record<SideName, Unpartnered>>;
  /** Meters and customers that the query names and neither side has a row of: nothing of them was compared. */
  absent: Absent;
  /** How many rows each side had, and how many the query left out. */
  rows: Readonly<Record<SideName, RowCount>>;
  /** Every key that either side has, once, in the order of meter, customer, window and groups. */
  keys: readonly ComparedKey[];
  /** One for each meter, in the same order. */
  totals: readonly MeterTotal[];
  counts: Counts;
}
