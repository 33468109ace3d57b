import { jsonAnswer, toResponse } from "../server/answer.js";
import { type Fault, vendorError, wholeNumber } from "./fault.js";

const DAY_IN_SECONDS = 86_400;

/** Vendors whose clock is not the client's. */
export const clockFaults: readonly Fault[] = [
  {
    name: "clock-skew",
    parameter: "SECONDS",
    what: "The answer as it is, dated by a clock that is that many seconds fast, 3600 by default; behind, as in `clock-skew:-60`.",
    prepare: (parameter) => {
      const skew = readSkew(parameter);
      return async ({ answer }) => {
        const given = await answer();
        return toResponse({ ...given, headers: { ...given.headers, date: dateBy(skew) } });
      };
    },
  },
  {
    name: "retry-after-skewed",
    parameter: "SECONDS",
    what: "A 429 by such a clock: its `Retry-After` is its own `Date`, so there is nothing to wait for.",
    prepare: (parameter) => {
      const skew = readSkew(parameter);
      return async (encounter) => {
        const date = dateBy(skew);
        const body = vendorError(encounter, 429, "retry-after-skewed");
        return toResponse(jsonAnswer(429, body, { date, "retry-after": date }));
      };
    },
  },
];

function readSkew(parameter: string | undefined): number {
  const behind = parameter?.startsWith("-");
  const seconds = wholeNumber(behind ? parameter?.slice(1) : parameter, 3600, 400 * DAY_IN_SECONDS);
  return behind ? -seconds : seconds;
}

function dateBy(skew: number): string {
  return new Date(Date.now() + skew * 1000).toUTCString();
}
