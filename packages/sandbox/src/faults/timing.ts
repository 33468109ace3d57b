import { toResponse } from "../server/answer.js";
import { type Fault, wholeNumber } from "./fault.js";
import { type Message, messageOf } from "./message.js";
import { pause, play, type Step } from "./script.js";

const HOUR = 3_600_000;
const DRIPS = 20;

/** Answers that take their time. */
export const timingFaults: readonly Fault[] = [
  {
    name: "latency",
    parameter: "MS",
    what: "The vendor is asked that many milliseconds later, 100 by default; of a range, as in `latency:50-200`, the seed draws.",
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
    name: "slow-drip",
    parameter: "MS",
    what: `The body in ${DRIPS} pieces, with that many milliseconds before each, 5 by default.`,
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
