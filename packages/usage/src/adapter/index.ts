/** Everything that an adapter needs of the facade: the adapters of this package import this and nothing deeper. */
export { isMetermuxError, MetermuxError } from "@metermux/http";
export type { Alignment } from "../model/alignment.js";
export { day, hour, type Span, windowEnd, windowStart } from "../model/calendar.js";
export {
  absoluteDecimal,
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  shiftDecimal,
  subtractDecimals,
} from "../model/decimal.js";
export { formatInstant, parseInstant, parseVendorInstant, parseVendorSeconds } from "../model/instant.js";
export { maxListed, refuseTooLong } from "../model/list-bound.js";
export { aggregations, windows } from "../model/normalize.js";
export { onceEach } from "../model/once-each.js";
export type { Aggregation, Instant, Measures, UsageQuery, Window } from "../model/query.js";
export { windowsOf } from "../model/range.js";
export { incompleteResult, invalidInput, shown, unexpectedResponse, unsupported } from "../model/refusal.js";
export { rollupMethod } from "../model/rollup-method.js";
export {
  amountField,
  canonicalField,
  listField,
  objectField,
  optionalText,
  textField,
  wholeField,
} from "../model/vendor-fields.js";
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
} from "../provider.js";
export { chunks } from "./chunks.js";
export { countPages } from "./count-pages.js";
export { type WatchedConnection, watchClock } from "./watch-clock.js";
