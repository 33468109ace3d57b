/** One question, exact answers: normalized usage rows from metering vendors. Adapters are subpaths. */
export {
  type Clock,
  type ConnectionOptions,
  type Credential,
  type CredentialRequest,
  type ErrorCode,
  type ErrorDetails,
  type ErrorSuggestion,
  isMetermuxError,
  MetermuxError,
  type Rate,
  type TransportEvent,
} from "@metermux/http";
export type { NameMap, Names } from "./catalog/name-map.js";
export type { Check, CheckStep } from "./check.js";
export type { UsageResult } from "./execute/usage-result.js";
export type { Alignment } from "./model/alignment.js";
export type { Span } from "./model/calendar.js";
export { addDecimals } from "./model/decimal.js";
export type { Aggregation, Instant, Measures, UsageQuery, Window } from "./model/query.js";
export type { LeftOutConnection, QueryReport, RefusalDetails, Remainder, SkippedMeter } from "./model/report.js";
export { rollupMethod } from "./model/rollup-method.js";
export type { Derivation, IncompleteReason, Method, UsageRow } from "./model/row.js";
export { type RowIdentity, type RowScope, rowKey } from "./model/row-key.js";
export type { AnswerKind, ConnectionCapabilities } from "./plan/capability-table.js";
export type { ConnectionPlan, PlannedStep, UsagePlan } from "./plan/describe.js";
export type {
  Call,
  Capabilities,
  Caveat,
  Customer,
  Measurement,
  MeasurementPage,
  Meter,
  OperationCapabilities,
  PartsJoiner,
  Provider,
  Question,
} from "./provider.js";
export {
  type AskedOf,
  type ConnectionCustomer,
  type ConnectionMeter,
  createUsage,
  type Usage,
  type UsageOptions,
} from "./usage.js";
