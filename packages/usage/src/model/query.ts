/** The length of a window; `none` is the whole range as one. */
export type Window = "hour" | "day" | "week" | "month" | "none";

/** How a meter makes one value of many events. */
export type Aggregation = "sum" | "count" | "min" | "max" | "unique" | "latest" | "average" | "unknown";

/** What a meter measures: usage, or money. The two are never added. */
export type Measures = "usage" | "cost";

/** A point in time: an ISO 8601 string with an offset or Z, a date (its first instant in the query's zone), or a Date. */
export type Instant = string | Date;

/** How much was used, by whom, of what, in which windows. */
export interface UsageQuery<Connection extends string = string> {
  /** Names of configured connections; default all. */
  connections?: readonly Connection[] | undefined;
  /** The vendor's meter ids, or names of the user's own map; absent means all that the connection offers. */
  meters?: readonly string[] | undefined;
  /**
   * Which meters are meant where none is named: those of usage (the default), those of cost, or all. A meter that is named
   * is answered whatever it measures.
   */
  measures?: Measures | "all" | undefined;
  /**
   * The vendor's customer ids or aliases, or names of the user's own map; absent means every customer, archived ones
   * included; `total` the account as one.
   */
  customers?: readonly string[] | "total" | undefined;
  /** First instant of the range, inclusive. */
  start: Instant;
  /** End of the range, exclusive. At or after now, the range reaches to the end of the running window. */
  end: Instant;
  window: Window;
  /** IANA name; default UTC. */
  timeZone?: string | undefined;
  /** Names of dimensions; one row for each of their values. */
  groupBy?: readonly string[] | undefined;
  /** Only events with one of these values in each of these dimensions. */
  filter?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Only where the vendor lets one choose. */
  aggregation?: Aggregation | undefined;
  /** Rows that can still be open: flagged (the default), or left out. */
  incomplete?: "include" | "exclude" | undefined;
  /** Each row with what it was read from, in `raw`. Default false: it costs memory. */
  raw?: boolean | undefined;
  /** Finish the other connections when one fails, and report it, instead of ending there. Default false. */
  keepGoing?: boolean | undefined;
  /**
   * No more requests for usage go out than this, over all connections. A query whose plan needs more is refused before the
   * first; one whose answers need more than its plan (further pages, halves, lists asked for again) ends with an error
   * before the one that would be too many. Retries, and lists of meters and customers, are not counted. Default 2,000.
   */
  maxRequests?: number | undefined;
  /** Ends the query. */
  signal?: AbortSignal | undefined;
}
