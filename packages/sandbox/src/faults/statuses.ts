import { jsonAnswer, toResponse } from "../server/answer.js";
import { type Encounter, type Fault, fault, vendorError, wholeNumber } from "./fault.js";
import { html } from "./html.js";

const statuses = [400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504];
const WEEK_IN_SECONDS = 604_800;

function refusal(encounter: Encounter, name: string, status: number, headers = {}): Response {
  return toResponse(jsonAnswer(status, vendorError(encounter, status, name), headers));
}

function retryAfter(name: string, what: string, value: string): Fault {
  return fault(name, what, async (encounter) => refusal(encounter, name, 429, { "retry-after": value }));
}

/** Statuses; the vendor is not asked, and its own rate limit not used up. */
export const statusFaults: readonly Fault[] = [
  ...statuses.map((status) =>
    fault(`status-${status}`, "That status, with the vendor's own error body.", async (encounter) =>
      refusal(encounter, `status-${status}`, status),
    ),
  ),
  fault("status-500-empty", "A 500 without a body.", async () => new Response(null, { status: 500 })),
  fault("status-503-html", "A 503 with a page of HTML, as a gateway has it.", async () => {
    const headers = { "content-type": "text/html" };
    return new Response(html("503 Service Temporarily Unavailable"), { status: 503, headers });
  }),
  retryAfter("retry-after-0", "A 429 with `Retry-After: 0`.", "0"),
  retryAfter("retry-after-1", "A 429 with `Retry-After: 1`.", "1"),
  {
    name: "retry-after-date",
    parameter: "SECONDS",
    what: "A 429 whose `Retry-After` is a date, the first whole second after that many, 1 by default, by the real clock.",
    prepare: (parameter) => {
      const seconds = wholeNumber(parameter, 1, WEEK_IN_SECONDS);
      return async (encounter) => {
        const date = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
        return refusal(encounter, "retry-after-date", 429, { "retry-after": date.toUTCString() });
      };
    },
  },
  retryAfter("retry-after-negative", "A 429 with `Retry-After: -1`.", "-1"),
  retryAfter("retry-after-garbage", "A 429 with `Retry-After: soon`.", "soon"),
  retryAfter("retry-after-week", "A 429 with `Retry-After: 604800`.", String(WEEK_IN_SECONDS)),
];
