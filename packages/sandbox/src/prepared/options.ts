import { readInstant } from "../world/instant.js";
import type { PreparedSize } from "./world.js";

/** The size of prepared pages, and how fast they may be read. */
export interface PreparedPagesOptions {
  /** Selects the ids and values; a whole number. Default 1. */
  readonly seed?: number;
  /** The moment of the answers: a Date, milliseconds since 1970 UTC, or text with an offset or `Z`. Default: the start. */
  readonly now?: Date | string | number;
  /** The port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /** Default 50. */
  readonly customers?: number;
  /** Default 20. */
  readonly meters?: number;
  /** The maximum number of windows on a page. Default 1,000. */
  readonly pageRows?: number;
  /** The delay of every answer, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /**
   * The account's rate, shared by all requests: a bucket of `burst` requests, refilled at `perSecond`. Default false: no
   * limit. Metronome's is reported as 8 a second.
   */
  readonly rate?: { readonly perSecond: number; readonly burst: number } | false;
}

/** @throws RangeError for an invalid number */
export function readOptions(options: PreparedPagesOptions): Required<Omit<PreparedPagesOptions, "now">> & PreparedSize {
  const { seed = 1, port = 0, customers = 50, meters = 20, pageRows = 1000, latencyMs = 0, rate = false } = options;
  for (const [name, value, least] of [
    ["seed", seed, Number.MIN_SAFE_INTEGER],
    ["customers", customers, 1],
    ["meters", meters, 1],
    ["pageRows", pageRows, 1],
    ["latencyMs", latencyMs, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(`${name} must be a whole number, ${least} or above, got ${value}`);
    }
  }
  if (rate !== false && !(rate.perSecond > 0 && rate.burst >= 1)) {
    throw new RangeError(`rate must have perSecond above 0 and burst 1 or above, got ${JSON.stringify(rate)}`);
  }
  return { seed, port, customers, meters, pageRows, latencyMs, rate, now: readInstant(options.now ?? Date.now()) };
}
