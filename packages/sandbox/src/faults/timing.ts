import { toResponse } from "../server/vendor-response.js";
import { type Fault, wholeNumber } from "./fault.js";
import { type Message, messageOf } from "./message.js";
import { pause, play, type Step } from "./script.js";

const HOUR = 3_600_000;
const DRIPS = 20;
const usualSpread = "20-50-100-300-1000";
/** The positions of the spread's numbers among 10,000 answers. */
const PERCENTILES = [0, 5000, 9000, 9900, 9999];

/** Answers that are slow. */
export const timingFaults: readonly Fault[] = [
  {
    name: "latency",
    parameter: "MS",
    what: "The request is delayed by that many milliseconds, 100 by default. For a range such as `latency:50-200` the delay is drawn with the seed.",
    prepare: (parameter = "100") => {
      const [from, to = from] = parameter.split("-", 2);
      const least = wholeNumber(from, 0, HOUR);
      const most = wholeNumber(to, 0, HOUR);
      if (most < least) throw new RangeError(`latency cannot be ${parameter}`);
      return async (encounter) => {
        await pause(encounter, encounter.random.integer(least, most));
        return toResponse(await encounter.answer());
      };
    },
  },
  {
    name: "latency-spread",
    parameter: "LEAST-P50-P90-P99-MOST",
    what: `Like the fault latency with a long tail. The delay is drawn with the seed from the distribution with that minimum, median, 90th and 99th percentile and maximum, linear in between; \`${usualSpread}\` by default.`,
    prepare: (parameter = usualSpread) => {
      const spread = readSpread(parameter);
      return async (encounter) => {
        await pause(encounter, quantile(spread, encounter.random.integer(0, 9999)));
        return toResponse(await encounter.answer());
      };
    },
  },
  {
    name: "slow-drip",
    parameter: "MS",
    what: `The body in ${DRIPS} pieces, with that many milliseconds before each (default 5).`,
    prepare: (parameter) => {
      const ms = wholeNumber(parameter, 5, HOUR);
      return async (encounter) => play(encounter, drip(messageOf(await encounter.answer()), ms));
    },
  },
];

function* drip({ head, body }: Message, ms: number): Iterable<Step> {
  yield head(undefined);
  const size = Math.ceil(body.length / DRIPS);
  for (let start = 0; start < body.length; start += size) {
    yield { pause: ms };
    yield body.subarray(start, start + size);
  }
  yield "close";
}

function readSpread(parameter: string): number[] {
  const spread = parameter.split("-").map((text) => wholeNumber(text, 0, HOUR));
  if (spread.length !== PERCENTILES.length || spread.some((ms, index) => ms < (spread[index - 1] ?? 0))) {
    throw new RangeError(`a latency-spread must be ${PERCENTILES.length} rising numbers, got '${parameter}'`);
  }
  return spread;
}

/** @param place of 10,000 answers, ordered by their latency */
export function quantile(spread: readonly number[], place: number): number {
  const above = Math.max(
    1,
    PERCENTILES.findIndex((percentile) => percentile >= place),
  );
  const [from = 0, to = 0] = PERCENTILES.slice(above - 1, above + 1);
  const [least = 0, most = 0] = spread.slice(above - 1, above + 1);
  return least + Math.round(((most - least) * (place - from)) / (to - from));
}
