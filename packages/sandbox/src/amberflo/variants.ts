import type { WeekStart } from "./buckets.js";

/** Options for behaviour of Amberflo that no source settles or that differs between accounts. */
export interface AmberfloVariants {
  /** The first day of a week. Default `monday`. */
  readonly weekStartsOn: WeekStart;
  /** The maximum number of rows of a report. Default 100,000; lower it to reach the limit in a test. */
  readonly rowCap: number;
  /** The maximum number of bytes of an answer, compressed. Default 6,000,000. */
  readonly byteCap: number;
  /** The status in place of an answer that is too large. Default 400. */
  readonly overflow: 400 | 413 | 504;
  /** A query over more days than this is 504, as if it took the vendor too long. Default false: no limit. */
  readonly timeoutAfterDays: number | false;
  /** Whether values are exact decimals or doubles. Default `exact`. */
  readonly numbers: "exact" | "double";
  /** Names of pre-aggregated meters, whose sparse answers are empty. Default none. */
  readonly preAggregated: readonly string[];
  /** Whether sparse answers list their intervals, as in an older page. Default false. */
  readonly sparseIntervals: boolean;
  /** The order of the reports of a batch. Default `asked`. */
  readonly batchOrder: "asked" | "reversed";
  /** Adds the meter `watch_time`, of the type event_duration, with this viewGroupingFunction. Default false: the meter does not exist. */
  readonly eventDuration: "sum" | "avg" | "max" | "min" | false;
  /** The status for a wrong credential. Default 401. */
  readonly unauthorized: 401 | 403;
}

/** The default variants. */
export const usual: AmberfloVariants = {
  weekStartsOn: "monday",
  rowCap: 100_000,
  byteCap: 6_000_000,
  overflow: 400,
  timeoutAfterDays: false,
  numbers: "exact",
  preAggregated: [],
  sparseIntervals: false,
  batchOrder: "asked",
  eventDuration: false,
  unauthorized: 401,
};
