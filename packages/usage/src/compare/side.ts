import type { Aggregation, Instant, Measures, UsageQuery, Window } from "../model/query.js";
import type { IncompleteReason, UsageRow } from "../model/row.js";

/** Which of the two. */
export type SideName = "left" | "right";

/** Both of something. */
export interface Both<Item> {
  left: Item;
  right: Item;
}

/** What a key is made of. */
export type By = "meter" | "customer" | "window" | "groups";

/**
 * A row of any origin: a {@link UsageRow}, a line of a file, a record of a database. Only what is named here is read.
 *
 * What is left out of `window`, `unit` and `aggregation` is taken to be what the question and the other side say.
 */
export interface ComparableRow {
  meterId: string;
  /** Null or absent: the account itself, or a total. */
  customerId?: string | null | undefined;
  /** A date means its first instant in the query's zone. */
  windowStart: Instant;
  /** A decimal. A number must be a whole one that a double holds exactly: beyond, and for fractions, give a string. */
  value: string | number | bigint | null;
  groups?: Readonly<Record<string, string | null>> | undefined;
  /** Default: the query's. Rows of a finer window are added up where that is exact. */
  window?: Window | undefined;
  windowEnd?: Instant | undefined;
  unit?: string | null | undefined;
  /** Default `usage`. Costs in two currencies are two keys. */
  measures?: Measures | undefined;
  aggregation?: Aggregation | undefined;
  complete?: boolean | undefined;
  incompleteReason?: IncompleteReason | undefined;
  final?: boolean | undefined;
  mapped?: UsageRow["mapped"] | undefined;
}

/** Names that both sides share, by the ids that this side uses. What is not in it keeps its own. */
export interface SideMap {
  meters?: Readonly<Record<string, string>> | undefined;
  customers?: Readonly<Record<string, string>> | undefined;
  dimensions?: Readonly<Record<string, string>> | undefined;
}

/** What can be asked: a `Usage`, or anything with its `query`. */
export interface Askable {
  query(query: UsageQuery): AsyncIterable<ComparableRow> & {
    readonly report?:
      | { readonly skipped: readonly { readonly meterId: string; readonly reason: string }[] }
      | undefined;
  };
}

/** A side that is asked. */
export interface AskedSide {
  usage: Askable;
  /** Names of its connections; default those of the query. */
  connections?: readonly string[] | undefined;
  /** A finer window to ask this side for: `hour` lets a shifted time zone be found in days. Sums and counts add up. */
  window?: Window | undefined;
  map?: SideMap | undefined;
}

/** Rows of any origin, already filtered as the query says. Those outside its range, meters and customers are left out. */
export type Rows = Iterable<ComparableRow> | AsyncIterable<ComparableRow>;

/** One of two sides. */
export type Side = AskedSide | { rows: Rows; map?: SideMap | undefined } | Rows;
