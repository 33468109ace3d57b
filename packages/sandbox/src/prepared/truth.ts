import { metricsOf } from "../metronome/metrics.js";
import { readBounds, windowLength } from "../metronome/question.js";
import { Decimal } from "../world/decimal.js";
import { type PreparedPagesOptions, readOptions } from "./options.js";
import { preparedValue } from "./value.js";
import { preparedWorld } from "./world.js";

/** What a walk over all usage of a range must come to. */
export interface PreparedTruth {
  readonly rows: number;
  /** How many requests it takes when all customers and meters are asked for at once. */
  readonly pages: number;
  /** The exact sum of all values: a plain decimal. */
  readonly sum: string;
  /** The ids of all customers and all meters, as they are listed. */
  readonly customers: readonly string[];
  readonly meters: readonly string[];
}

/**
 * Counts and adds up what prepared pages hold, without them.
 *
 * @throws RangeError for options that cannot be used
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
