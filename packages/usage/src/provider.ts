import type { Aggregation, Window } from "./model/query.js";
import type { Grid } from "./model/range.js";

/** What a vendor does natively: data that the planner reads and people can print. */
export interface Capabilities {
  windows: readonly Window[];
  /** What the bounds of a request must lie on; finer ranges are widened to it and trimmed. */
  bounds: Grid;
  /** How many dimensions a query can be grouped by at once. */
  groupByKeys: number;
  /** For how many days after its time the vendor accepts an event, so that a past window can still change. */
  lateDays: number;
}

/** A meter as its vendor describes it. */
export interface Meter {
  id: string;
  name: string | null;
  aggregation: Aggregation;
  unit: string | null;
  /** The dimensions it can be grouped by, each alone. */
  dimensions: readonly string[];
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
  customers: readonly Customer[];
  start: number;
  end: number;
  window: Window;
  groupBy: string | null;
}

/** A request that an adapter plans: the first of its chain, to the byte. Continuations differ in the cursor alone. */
export interface Call<Body = unknown> {
  operation: string;
  body: Body;
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
export interface Provider<Body = unknown> {
  readonly vendor: string;
  readonly capabilities: Capabilities;
  /** Every meter, archived ones included. */
  meters(signal: AbortSignal): Promise<readonly Meter[]>;
  /** Every customer, archived ones included. */
  customers(signal: AbortSignal): Promise<readonly Customer[]>;
  /** The calls that answer a question. Pure. */
  plan(question: Question): readonly Call<Body>[];
  /** Makes one call and follows it to its end, or throws. */
  ask(call: Call<Body>, question: Question, signal: AbortSignal): AsyncIterable<MeasurementPage>;
}
