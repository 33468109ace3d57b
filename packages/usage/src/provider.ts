import type { Rate } from "@metermux/http";
import type { Alignment } from "./model/alignment.js";
import type { Span } from "./model/calendar.js";
import type { Aggregation, Measures, Window } from "./model/query.js";

/** What a vendor does natively: data that the planner reads and people can print. All the planner knows of a vendor. */
export interface Capabilities {
  /** The operations that can be asked, the one to prefer first. */
  operations: readonly [OperationCapabilities, ...OperationCapabilities[]];
  /**
   * Whose usage it reports. `listed`: that of customers that it lists. `reported`: that of whomever its answers name; a list
   * is for names and aliases only, and a credential that may not read it leaves names null. `self`: that of the account or
   * session itself and nobody else's.
   */
  customers: "listed" | "reported" | "self";
  /** The dimension in which the vendor has its customers, where a query may group and filter by it: rows are by customer. */
  customerDimension?: string | undefined;
  /** Whether it can list its meters; a meter that is not listed does not exist. */
  listsMeters: boolean;
  /** The kinds whose values over fine windows are known to make the value of a longer one, as the arithmetic has it. */
  rollsUpOverTime: readonly Aggregation[];
  /** For how many hours after its time an event may still arrive, so that a past window can still change. */
  lateHours: number;
  /** What no source settles about its answers. Each is reported beside the answers of its operations; default of all. */
  caveats: readonly Caveat[];
}

/** Something that no source settles about a vendor's answers. */
export interface Caveat {
  /** One sentence without a full stop. */
  text: string;
  /** The operations whose answers it is about; default all. */
  operations?: readonly string[] | undefined;
}

/** What one operation does natively. */
export interface OperationCapabilities {
  /** As in `POST /v1/usage`. */
  operation: string;
  /** The windows it answers, on the calendar that `zones` says, each for any kind of meter or for those listed. */
  windows: Readonly<Partial<Record<Window, "any" | readonly Aggregation[]>>>;
  /** Whether it answers windows of UTC only (the default), or of any IANA zone: it is asked for those of the query then. */
  zones?: "utc" | "any" | undefined;
  /**
   * It answers one value for any range whose bounds lie on `alignment`, and of at most so many days. A window that it has not
   * of its own is then a request of its own, on whatever calendar; values that roll up from finer windows are preferred.
   */
  anyRange?: { maxDays?: number } | undefined;
  /**
   * What the bounds of a request must lie on: minutes, or hours or days of the zone that is asked for. Finer ranges are
   * widened to it and trimmed.
   */
  alignment: Alignment;
  /**
   * How many dimensions it groups by at once; only by sets that the meter declares; how many values of a dimension it
   * lists, when not all.
   */
  groupBy: {
    maxKeys: number;
    /** Whether the vendor counts the dimension that tells customers apart as one of `maxKeys`. */
    countsCustomer?: boolean | undefined;
    declared?: boolean | undefined;
    maxValues?: number | undefined;
  };
  /** What can be filtered by: the meter's dimensions, only those that are grouped by, or these. */
  filter: "dimensions" | "grouped" | readonly string[];
  /** Whether it answers for all customers as one. */
  total: boolean;
  /** How many days back from now it can be asked; default without a limit. An earlier start is refused before it is sent. */
  history?: { maxDays: number } | undefined;
  /** Whether a range can be too much for one answer; it is asked for in halves then. */
  mayExceedLimit?: boolean | undefined;
}

/** A meter as its vendor describes it. */
export interface Meter {
  id: string;
  name: string | null;
  aggregation: Aggregation;
  unit: string | null;
  /** Whether its values are usage or money. */
  measures: Measures;
  /** The dimensions it can be grouped and filtered by; undefined where the vendor does not tell. */
  dimensions: readonly string[] | undefined;
  /** The sets of dimensions it can be grouped by together, where an operation demands that they are declared. */
  groupKeys?: readonly (readonly string[])[] | undefined;
  /** The operations that measure it; absent where any of the vendor's does. */
  operations?: readonly string[] | undefined;
  /** No longer measured. Asked only when named. */
  archived: boolean;
}

/** A customer as its vendor lists it. */
export interface Customer {
  id: string;
  name: string | null;
  /** Other ids under which the vendor knows it. */
  aliases?: readonly string[] | undefined;
}

/** A question that one operation can answer natively, with everything looked up. Milliseconds since the epoch. */
export interface Question extends Span {
  operation: string;
  meters: readonly Meter[];
  /** Those named, or those known where everybody is meant; none need be known for a total that the vendor tells. */
  customers: readonly Customer[];
  /** Whether the customers were named, everybody is meant, each by itself, or all as one. */
  scope: "named" | "every" | "total";
  /** The window asked of the vendor. */
  window: Window;
  /** The IANA zone of its windows: `UTC`, unless the operation answers those of any zone. */
  timeZone: string;
  /** The ranges to ask for, one by one, where an operation answers any range. */
  spans: readonly Span[];
  groupBy: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  /** Whether each measurement is wanted with what it was read from. */
  raw?: boolean | undefined;
}

/** A request that an adapter plans: the first of its chain, to the byte. Continuations differ in the cursor alone. */
export interface Call<Request = unknown> {
  operation: string;
  /** What is sent: the body, or the query. */
  request: Request;
  /** How many requests the chain is expected to take. */
  requests: number;
  /** The part of the question that it answers. */
  question: Question;
  /**
   * Its answer can be refused as `unsupported`. Where nobody named its meters, no row of theirs is handed out before all
   * calls for them are answered, so that a meter is left out whole or not at all. A refusal of any other call after rows
   * of its meter were handed out ends the query.
   */
  canBeRefused?: boolean | undefined;
}

/** One value as the vendor gave it, over [start, end), in milliseconds since the epoch. */
export interface Measurement {
  meterId: string;
  /** Null for the account itself, or a total. */
  customerId: string | null;
  start: number;
  end: number;
  /** The digits of the wire; null stays null. */
  value: string | null;
  /**
   * What the value counts where that is not the meter's own unit. A cost says its currency here or in its meter: ISO 4217,
   * upper case. Values of two units are two values, and are never added.
   */
  unit?: string | undefined;
  /** Every dimension that the question groups by, and no other; null where the events lacked it. */
  groups: Readonly<Record<string, string | null>>;
  /** The vendor capped the list that this value stands in, or may have. */
  truncated?: boolean | undefined;
  /** When the page it stood in arrived, as {@link MeasurementPage.at}, where a page of several answers has it. */
  at?: number | undefined;
  /**
   * What the values of such a list make together when none is missing, where the vendor reports it. On a remainder: the
   * total that it is left of, so that it is known to be usage without the dimensions, unless the list is capped.
   */
  total?: string | null | undefined;
  /** The vendor's own object that it was read from, where the question wants it. */
  raw?: unknown;
}

/** A page of an answer. */
export interface MeasurementPage {
  measurements: readonly Measurement[];
  /** Parts of totals that no measurement of this page accounts for; never zero. */
  remainders: readonly Measurement[];
  /**
   * Meters of the question that the answer has no value for, where a vendor's answer may lack some; empty where it has all.
   * Such a meter is refused where the query names it, and left out otherwise.
   */
  absent?: readonly string[] | undefined;
  /**
   * When it arrived, by the `now` that `ask` was given. Default when it is handed on, which is later where an adapter
   * reads ahead.
   */
  at?: number | undefined;
}

/** Makes of the answers to parts of a range what the answer to the whole of it says. */
export interface PartsJoiner {
  /** A page of the answer to a part, without what depends on the other parts. */
  take(page: MeasurementPage, part: Question): MeasurementPage;
  /** What depended on them, once every part has answered, each with the part that it belongs to. */
  end(): readonly { part: Question; page: MeasurementPage }[];
}

/** One vendor behind the facade. An adapter is a function from a connection's options to this. */
export interface Provider<Request = unknown> {
  readonly vendor: string;
  readonly capabilities: Capabilities;
  /** How fast it is asked; false for as fast as it answers. */
  readonly rate: Rate | false;
  /** How far the vendor's clock is ahead of ours, in milliseconds, by its last answer; undefined where it is not told. */
  skewMs(): number | undefined;
  /**
   * The vendor's time now, in milliseconds since the epoch, by its last answer; undefined where it is not told. It is
   * `skewMs` from the clock that the connection has, which need not be the facade's.
   */
  vendorNow?(): number | undefined;
  /**
   * The meters that exist, archived ones included.
   *
   * @param asked the ids a query names. A vendor that cannot list its meters takes them at their word.
   */
  meters(asked: readonly string[] | undefined, signal: AbortSignal): Promise<readonly Meter[]>;
  /**
   * Tries the credential by a request that asks for nobody's usage; absent where a list does as much.
   *
   * @returns what came of it, in a few words. @throws MetermuxError where it is not reached, or takes no credential.
   */
  reach?(signal: AbortSignal): Promise<string>;
  /** Every customer, archived ones included; absent where the vendor tells one account's usage only. */
  customers?(signal: AbortSignal): Promise<readonly Customer[]>;
  /** The calls that answer a question, each with its part of it. Pure. */
  plan(question: Question): readonly Call<Request>[];
  /**
   * Joins the answers to parts of a question's range, where they say other things than the answer to the whole of it; absent
   * where the parts together are the whole.
   */
  joinParts?(question: Question): PartsJoiner;
  /**
   * Makes one call and follows it to its end. It ends with the signal, and begins nothing afterwards.
   *
   * @throws MetermuxError for anything but the whole answer; with `splittable` where a smaller question may be answered,
   * so that it is asked for in halves. A TypeError or RangeError is told as `unexpected_response`: the answer had not the
   * shape that was promised.
   * @param beforeNextPage called before every request but the first of the call (a retry is the same one): it throws where the
   * query allows no more of them.
   * @param now the query's clock, in milliseconds since the epoch: what arrives bears its time, see `MeasurementPage.at`.
   */
  ask(
    call: Call<Request>,
    signal: AbortSignal,
    beforeNextPage: () => void,
    now?: () => number,
  ): AsyncIterable<MeasurementPage>;
}
