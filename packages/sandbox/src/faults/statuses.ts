import { jsonResponse, toResponse } from "../server/vendor-response.js";
import { type Encounter, type Fault, fault, vendorError, wholeNumber } from "./fault.js";
import { html } from "./html.js";

// Statuses from 520 on are those of a proxy in front of the vendor.
const statuses = [
  ...[400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504],
  ...[520, 521, 522, 523, 524, 529, 530],
];
const WEEK_IN_SECONDS = 604_800;

function refusal(encounter: Encounter, name: string, status: number, headers = {}): Response {
  return toResponse(jsonResponse(status, vendorError(encounter, status, name), headers));
}

function retryAfter(name: string, what: string, value: string): Fault {
  return fault(name, what, async (encounter) => refusal(encounter, name, 429, { "retry-after": value }));
}

/** A 429 whose `Retry-After` is an obsolete form of date, which a recipient must accept (RFC 9110, 5.6.7). */
function oldDate(name: string, what: string, format: (parts: DateParts) => string): Fault {
  return fault(name, what, async (encounter) => {
    const date = new Date(Math.ceil(Date.now() / 1000 + 1) * 1000);
    // As in `Sun, 06 Nov 1994 08:49:37 GMT`.
    const [, weekday = "", day = "", month = "", year = "", time = ""] =
      /^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(date.toUTCString()) ?? [];
    const long = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(date);
    return refusal(encounter, name, 429, { "retry-after": format({ weekday, long, day, month, year, time }) });
  });
}

interface DateParts {
  readonly weekday: string;
  readonly long: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
}

const rfc850 = ({ long, day, month, year, time }: DateParts) => `${long}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
const asctime = ({ weekday, day, month, year, time }: DateParts) =>
  `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;

/** Statuses. The vendor does not see the request, and its rate limit is not used up. */
export const statusFaults: readonly Fault[] = [
  ...statuses.map((status) =>
    fault(`status-${status}`, "That status, with the vendor's own error body.", async (encounter) =>
      refusal(encounter, `status-${status}`, status),
    ),
  ),
  fault("no-content", "A 204, which has no body.", async () => new Response(null, { status: 204 })),
  fault("status-500-empty", "A 500 without a body.", async () => new Response(null, { status: 500 })),
  fault("status-503-html", "A 503 with an HTML page, as a gateway sends it.", async () => {
    const headers = { "content-type": "text/html" };
    return new Response(html("503 Service Temporarily Unavailable"), { status: 503, headers });
  }),
  retryAfter("retry-after-0", "A 429 with `Retry-After: 0`.", "0"),
  retryAfter("retry-after-1", "A 429 with `Retry-After: 1`.", "1"),
  {
    name: "retry-after-date",
    parameter: "SECONDS",
    what: "A 429 whose `Retry-After` is a date that many seconds ahead of the real clock (default 1), rounded up to a whole second.",
    prepare: (parameter) => {
      const seconds = wholeNumber(parameter, 1, WEEK_IN_SECONDS);
      return async (encounter) => {
        const date = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
        return refusal(encounter, "retry-after-date", 429, { "retry-after": date.toUTCString() });
      };
    },
  },
  retryAfter("retry-after-list", "A 429 with `Retry-After: 1, 1`, as from two headers.", "1, 1"),
  retryAfter("retry-after-decimal", "A 429 with `Retry-After: 1.0`.", "1.0"),
  oldDate("retry-after-rfc850", "A 429 whose `Retry-After` is a date as in RFC 850, one second ahead.", rfc850),
  oldDate(
    "retry-after-asctime",
    "A 429 whose `Retry-After` is a date as `asctime` writes it, one second ahead.",
    asctime,
  ),
  retryAfter("retry-after-negative", "A 429 with `Retry-After: -1`.", "-1"),
  retryAfter("retry-after-garbage", "A 429 with `Retry-After: soon`.", "soon"),
  retryAfter("retry-after-week", "A 429 with `Retry-After: 604800`.", String(WEEK_IN_SECONDS)),
];
