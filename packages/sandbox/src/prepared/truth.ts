import { metricsOf } from "../metronome/metrics.js";
import { readBounds, windowLength } from "../metronome/usage-request.js";
import { Decimal } from "../world/decimal.js";
import { type PreparedPagesOptions, readOptions } from "./options.js";
import { preparedValue } from "./value.js";
import { preparedWorld } from "./world.js";

/** The expected result of reading all usage of a range. */
export interface PreparedTruth {
  readonly rows: number;
  /** The number of requests for all customers and meters in one query. */
  readonly pages: number;
  /** The exact sum of all values: a plain decimal. */
  readonly sum: string;
  /** The ids of all customers and all meters, in the order of their lists. */
  readonly customers: readonly string[];
  readonly meters: readonly string[];
}

/**
 * Computes the row count and the sum of prepared pages without reading them.
 *
 * @throws RangeError for invalid options
 * @throws Refusal for bounds that the vendor refuses
 */
export function preparedTruth(
  options: PreparedPagesOptions,
  asked: { readonly window_size: string; readonly starting_on: string; readonly ending_before: string },
): PreparedTruth {
  const { pageRows, ...size } = readOptions(options);
  const world = preparedWorld(size);
  const { start, end } = readBounds(asked);
  const window = windowLength(asked.window_size, end - start);
  const windows = (end - start) / window;
  let sum = new Decimal(0);
  const metrics = metricsOf(world);
  for (const metric of metrics) {
    for (let at = start; at < end; at += window) sum = sum.plus(preparedValue(world.seed, metric.id, at));
  }
  const pairs = world.customers.length * metrics.length;
  return {
    rows: pairs * windows,
    pages: pairs * Math.ceil(windows / pageRows),
    sum: sum.times(world.customers.length).toFixed(),
    customers: world.customers.map(({ id }) => id),
    meters: metrics.map(({ id }) => id),
  };
}
