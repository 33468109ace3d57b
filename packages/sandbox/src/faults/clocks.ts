import { jsonResponse, toResponse } from "../server/vendor-response.js";
import { type Fault, vendorError, wholeNumber } from "./fault.js";

const DAY_IN_SECONDS = 86_400;

/** Faults of a vendor whose clock differs from the client's. */
export const clockFaults: readonly Fault[] = [
  {
    name: "clock-skew",
    parameter: "SECONDS",
    what: "The unchanged answer, dated by a clock that is that many seconds ahead, 3600 by default. A negative number such as `clock-skew:-60` is behind.",
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
    what: "A 429 dated by such a clock. Its `Retry-After` equals its `Date`, so the wait is zero.",
    prepare: (parameter) => {
      const skew = readSkew(parameter);
      return async (encounter) => {
        const date = dateBy(skew);
        const body = vendorError(encounter, 429, "retry-after-skewed");
        return toResponse(jsonResponse(429, body, { date, "retry-after": date }));
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
