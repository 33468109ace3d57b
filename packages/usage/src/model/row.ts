import type { Aggregation, Measures, Window } from "./query.js";

/** One amount of usage: of one meter, by one customer, in one window, for one group. */
export interface UsageRow {
  /** The vendor that measured, for example `metronome`. */
  vendor: string;
  /** The name under which the connection was configured. */
  connection: string;
  /** The vendor's id of the meter, never a display name. */
  meterId: string;
  meterName: string | null;
  /** The vendor's id of the customer; null for the account itself, or a total. */
  customerId: string | null;
  customerName: string | null;
  window: Window;
  /** First instant of the window, as 2026-03-01T00:00:00.000Z, inclusive. */
  windowStart: string;
  /** End of the window, exclusive. */
  windowEnd: string;
  /** Plain decimal with every digit: no exponent, no -0, no trailing zeros. Null: the vendor says there is no data. */
  value: string | null;
  /** What the value counts; null where the vendor does not say. Of a cost: its currency, ISO 4217, upper case. */
  unit: string | null;
  /** Whether the value is usage or money. */
  measures: Measures;
  aggregation: Aggregation;
  /** The dimensions asked for and their values; null where the event lacked one. Empty when ungrouped. */
  groups: Readonly<Record<string, string | null>>;
  /** False when the value is known not to be the window's whole value; the reason says why. */
  complete: boolean;
  incompleteReason?: IncompleteReason;
  /** False while the vendor still accepts events for this window. */
  final: boolean;
  /** Only where the value was put together from others, which the arithmetic of its aggregation allows. */
  derived?: Derivation;
  /** The user's own names, where a map has them. */
  mapped?: { meter?: string; customer?: string };
  /**
   * Only where the query asks for it: the vendor's own objects that the value was read from, as its client hands them out
   * (decimals as text, with every digit); one, or all that were put together.
   */
  raw?: readonly unknown[];
  /** When the vendor's answer arrived; the last of them for a derived value. */
  observedAt: string;
}

/** How parts make a whole. */
export type Method = "sum" | "min" | "max";

/** What a value was put together from. */
export interface Derivation {
  /** The window of the parts; `none` for ranges that make up the window. */
  from: Window;
  /** How many values went in. Nulls do not. */
  parts: number;
  method: Method;
}

/**
 * `open`: the window has not ended. `clipped`: the vendor answered for less. `truncated`: the vendor capped its list, or
 * the value is rolled up from lists that may lack some of it.
 */
export type IncompleteReason = "open" | "clipped" | "truncated";
