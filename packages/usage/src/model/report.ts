import { type ErrorSuggestion, isMetermuxError, type MetermuxError } from "@metermux/http";

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
  /**
   * Connections without a whole answer, under `keepGoing`. In JSON an error has what `MetermuxError.toJSON` gives; one that
   * is not of metermux has its name and message.
   */
  failures: { connection: string; error: unknown }[];
  /** Rows handed out. */
  rows: number;
}

/** An entry of `failures`. */
export function failureOf(connection: string, error: unknown): QueryReport["failures"][number] {
  const toJSON = () => ({ connection, error: isMetermuxError(error) ? error : plainError(error) });
  // Hidden: it is no member of the report.
  return Object.defineProperty({ connection, error }, "toJSON", { value: toJSON });
}

/** A bug of an adapter, for example: nothing else that it carries is known to be fit for a log. */
function plainError(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  return { name: error.name, message: error.message };
}

/** Why an error of the library left something out. */
export function refusalOf({ field, reason, message, suggestion }: MetermuxError): RefusalDetails {
  return { field, reason: reason ?? message, suggestion };
}

/** A report of nothing yet. */
export function emptyReport(): QueryReport {
  return { ranges: [], leftOut: [], skipped: [], remainders: [], notes: [], failures: [], rows: 0 };
}

/** Why something was left out, as data: each interface puts its own words around it. */
export interface RefusalDetails {
  /** The field of the query that stands in the way. */
  field: string | undefined;
  /** Why, without the names of fields. */
  reason: string;
  /** Changes of the query with which it is answered; absent where none is known. */
  suggestion?: ErrorSuggestion | undefined;
}

/** A connection that was left out, and why. */
export interface LeftOutConnection {
  connection: string;
  /** For people, with the names of the library. */
  reason: string;
  refusal: RefusalDetails;
}

/** A meter that was left out, and why. */
export interface SkippedMeter {
  connection: string;
  meterId: string;
  meterName: string | null;
  /** For people, with the names of the library. */
  reason: string;
  refusal: RefusalDetails;
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
  /** Its unit, where the vendor's values have one of their own, such as the currency of a cost; one entry for each. */
  unit?: string;
}
