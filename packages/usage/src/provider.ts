import type { Aggregation, Window } from "./model/query.js";
import type { Grid } from "./model/range.js";

/** What a vendor does natively: data that the planner reads and people can print. */
export interface Capabilities {
  /** The windows it answers, each for any aggregation or for those listed. */
  windows: Readonly<Partial<Record<Window, "any" | readonly Aggregation[]>>>;
  /** What the bounds of a request must lie on; finer ranges are widened to it and trimmed. */
  bounds: Grid;
  /** The longest range of window `none`, in days. */
  longestDays?: number;
  /** How many dimensions a query can be grouped by at once. */
  groupByKeys: number;
  /** The dimensions that can be filtered by: those of the meter, or these. */
  filters: "dimensions" | readonly string[];
  /**
   * Whose usage it tells: `named`, each customer stands in the request; `open`, a request without customers is about
   * all; `own`, the account's or the session's and nobody else's.
   */
  customers: "named" | "open" | "own";
  /** Whether it answers for all customers as one. */
  total: boolean;
  /** For how many hours after its time an event may still arrive, so that a past window can still change. */
  lateHours: number;
}

/** A meter as its vendor describes it. */
export interface Meter {
  id: string;
  name: string | null;
  aggregation: Aggregation;
  unit: string | null;
  /** The dimensions it can be grouped and filtered by; undefined where the vendor does not tell. */
  dimensions: readonly string[] | undefined;
  /** No longer measured. Asked only when named. */
  archived: boolean;
}

/** A customer as its vendor lists it. */
export interface Customer {
  id: string;
  name: string | null;
}

/** A question on the vendor's own grid, with everything looked up. Times are milliseconds since the epoch. */
export interface Question {
  meters: readonly Meter[];
  /** Those named, or those known where everybody is meant. */
  customers: readonly Customer[];
  /** Whether the customers were named, everybody is meant, each by itself, or all as one. */
  scope: "named" | "every" | "total";
  start: number;
  end: number;
  window: Window;
  groupBy: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
}

/** A request that an adapter plans: the first of its chain, to the byte. Continuations differ in the cursor alone. */
export interface Call<Request = unknown> {
  operation: string;
  /** What is sent: the body, or the query. */
  request: Request;
  /** How many requests the chain is expected to take. */
  requests: number;
}

/** One value as the vendor gave it. */
export interface Measurement {
  meterId: string;
  customerId: string | null;
  start: number;
  end: number;
  /** The digits of the wire; null stays null. */
  value: string | null;
  groups: Readonly<Record<string, string | null>>;
  /** The vendor capped the list that this value stands in. */
  truncated?: boolean;
}

/** A page of an answer. */
export interface MeasurementPage {
  measurements: readonly Measurement[];
  /** Parts of totals that no measurement of this page accounts for; never zero. */
  remainders: readonly Measurement[];
}

/** One vendor behind the facade. An adapter is a function from a connection's options to this. */
export interface Provider<Request = unknown> {
  readonly vendor: string;
  readonly capabilities: Capabilities;
  /**
   * The meters that exist, archived ones included.
   *
   * @param asked the ids a query names. A vendor that cannot list its meters takes them at their word.
   */
  meters(asked: readonly string[] | undefined, signal: AbortSignal): Promise<readonly Meter[]>;
  /** Every customer, archived ones included; absent where the vendor tells one account's usage only. */
  customers?(signal: AbortSignal): Promise<readonly Customer[]>;
  /** The calls that answer a question. Pure. */
  plan(question: Question): readonly Call<Request>[];
  /** Makes one call and follows it to its end, or throws. */
  ask(call: Call<Request>, question: Question, signal: AbortSignal): AsyncIterable<MeasurementPage>;
}
