/** What a query says besides its rows. It grows while the rows are read and is whole after the last. */
export interface QueryReport {
  /** Meters that nobody named and that could not answer. */
  skipped: SkippedMeter[];
  /** Usage that is in a total and in none of the groups listed; one entry a meter. */
  remainders: Remainder[];
  /** Rows handed out. */
  rows: number;
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
