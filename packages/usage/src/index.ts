/** One question, exact answers: normalized usage rows from metering vendors. Adapters are subpaths. */
export { type ErrorCode, isMetermuxError, MetermuxError } from "@metermux/http";
export type { Aggregation, Instant, UsageQuery, Window } from "./model/query.js";
export type { Grid } from "./model/range.js";
export type { QueryReport, Remainder, SkippedMeter } from "./model/report.js";
export type { IncompleteReason, UsageRow } from "./model/row.js";
export type {
  Call,
  Capabilities,
  Customer,
  Measurement,
  MeasurementPage,
  Meter,
  Provider,
  Question,
} from "./provider.js";
export { createUsage, type Usage, type UsageOptions, type UsageResult } from "./usage.js";
