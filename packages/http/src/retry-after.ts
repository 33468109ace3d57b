import { maxTimerMs } from "./clock.js";
import { parseHttpDate } from "./http-date.js";

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date in any form of RFC 9110. Of a list (the header came more than
 * once) the longest wait counts.
 *
 * @param now milliseconds since the epoch, from which a date is counted.
 * @returns milliseconds from `now`, never negative and at most 2^31 - 1 (24.8 days, the longest wait of a timer);
 * undefined for an absent or malformed header.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  // A comma after the name of a day belongs to a date.
  const waits = header.split(/(?<!^\s*[a-z]{3,9}|,\s*[a-z]{3,9}),/i).map((part) => parseWait(part.trim(), now));
  return waits.reduce((longest, wait) =>
    longest === undefined || wait === undefined ? undefined : Math.max(longest, wait),
  );
}

function parseWait(value: string, now: number): number | undefined {
  // RFC 9110 has whole seconds; some senders write `1.0`.
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), maxTimerMs);
  const at = parseHttpDate(value, now);
  return at === undefined ? undefined : Math.min(Math.max(0, at - now), maxTimerMs);
}
