import type { WeekStart } from "./buckets.js";

/** What no source settles about Amberflo, or what differs from account to account, and is chosen. */
export interface AmberfloVariants {
  /** On which day its weeks start. Default `monday`. */
  readonly weekStartsOn: WeekStart;
  /** The most rows of a report. Default 100,000: lower it to meet the limit soon. */
  readonly rowCap: number;
  /** The most bytes of an answer, compressed. Default 6,000,000. */
  readonly byteCap: number;
  /** The status of an answer that would be too large. Default 400. */
  readonly overflow: 400 | 413 | 504;
  /** A query over more days than this is 504, as one is that takes the vendor too long. Default false: none is. */
  readonly timeoutAfterDays: number | false;
  /** Whether values are exact decimals or doubles. Default `exact`. */
  readonly numbers: "exact" | "double";
  /** Names of pre-aggregated meters, whose sparse answers are empty. Default none. */
  readonly preAggregated: readonly string[];
  /** Whether sparse answers list their intervals, as an older page has it. Default false. */
  readonly sparseIntervals: boolean;
  /** In which order a batch is answered. Default `asked`. */
  readonly batchOrder: "asked" | "reversed";
  /** Adds the meter `watch_time`, of the type event_duration, by its viewGroupingFunction. Default false: it is not there. */
  readonly eventDuration: "sum" | "avg" | "max" | "min" | false;
  /** What a wrong credential is. Default 401. */
  readonly unauthorized: 401 | 403;
}

/** What is played unless it is told. */
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
