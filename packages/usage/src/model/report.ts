/** What a query says besides its rows. It grows while the rows are read and is whole after the last. */
export interface QueryReport {
  /** The range of each connection's answer, [start, end): an end in the running window reaches to that window's end. */
  ranges: { connection: string; start: string; end: string }[];
  /** Connections that nobody named and that cannot answer unless meters are named, each with its reason. */
  leftOut: LeftOutConnection[];
  /** Meters that nobody named and that could not answer. */
  skipped: SkippedMeter[];
  /** Usage that is in a total and in none of the groups listed; one entry a meter. */
  remainders: Remainder[];
  /** What no source settles about how rows came to be. */
  notes: { connection: string; about: string }[];
  /** Connections without a whole answer, under `keepGoing`. */
  failures: { connection: string; error: unknown }[];
  /** Rows handed out. */
  rows: number;
}

/** A report of nothing yet. */
export function emptyReport(): QueryReport {
  return { ranges: [], leftOut: [], skipped: [], remainders: [], notes: [], failures: [], rows: 0 };
}

/** A connection that was left out, and why. */
export interface LeftOutConnection {
  connection: string;
  reason: string;
}

/** A meter that was left out, and why. */
export interface SkippedMeter {
  connection: string;
  meterId: string;
  meterName: string | null;
  reason: string;
}

/** The part of a grouped meter that no listed group accounts for: events without the dimension, or groups left out. */
export interface Remainder {
  connection: string;
  meterId: string;
  meterName: string | null;
  /** In how many windows (of one customer each) it was not zero. */
  windows: number;
  /** Their sum, a plain decimal; null for a meter whose values do not add up. */
  value: string | null;
}
