import type { Answer } from "./answer.js";
import type { Call } from "./call.js";
import type { Clock } from "./clock.js";
import { MetermuxError } from "./error.js";

/** How long the transport is willing to try. */
export interface RetryOptions {
  /** How many times a read is sent again after its first attempt. Default 4. */
  retries?: number;
  /** Upper bound of the first wait, in milliseconds; each further bound doubles. Default 500. */
  baseDelayMs?: number;
  /** Upper bound of every wait, in milliseconds; a `Retry-After` beyond it ends the call at once. Default 30,000. */
  maxDelayMs?: number;
}

const retryableStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** Whether an answer with this status may turn out well when a read is sent again. 409 is a conflict that stays. */
export function isRetryableStatus(status: number): boolean {
  return retryableStatuses.has(status);
}

/** Full jitter: anywhere between nothing and the doubled bound, so that many clients do not come back together. */
export function backoff(
  attempt: number,
  options: { baseDelayMs: number; maxDelayMs: number },
  random: () => number,
): number {
  return random() * Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
}

/** When a call is sent again, and after how long. */
export interface RetryPolicy {
  /** Milliseconds that the vendor asks to wait before the next request. */
  askedFor(outcome: Answer | MetermuxError): number | undefined;
  /** Milliseconds to wait before the next attempt; undefined when this outcome is the last word. */
  delay(outcome: Answer | MetermuxError, call: Call): number | undefined;
}

/** The policy of a connection: reads are sent again while it makes sense. */
export function createRetryPolicy(options: RetryOptions & { random?: () => number }, clock: Clock): RetryPolicy {
  const { retries = 4, baseDelayMs = 500, maxDelayMs = 30_000, random = Math.random } = options;
  const askedFor = (outcome: Answer | MetermuxError) => {
    if (outcome instanceof MetermuxError) return undefined;
    // A date is by the vendor's clock, which its answer tells; ours may be wrong, or theirs.
    const sent = Date.parse(outcome.headers.get("date") ?? "");
    return parseRetryAfter(outcome.headers.get("retry-after"), Number.isNaN(sent) ? clock.now() : sent);
  };
  return {
    askedFor,
    delay(outcome, { operation, attempts }) {
      if (!operation?.read || attempts > retries) return undefined;
      if (outcome instanceof MetermuxError) {
        return outcome.retryable ? backoff(attempts, { baseDelayMs, maxDelayMs }, random) : undefined;
      }
      if (!isRetryableStatus(outcome.status) || operation.tooMuch?.includes(outcome.status)) return undefined;
      const asked = askedFor(outcome);
      if (asked !== undefined && asked > maxDelayMs) return undefined;
      return asked ?? backoff(attempts, { baseDelayMs, maxDelayMs }, random);
    },
  };
}

/**
 * Reads a `Retry-After` header: whole seconds, or an HTTP date.
 *
 * @returns milliseconds from `now`, never negative; undefined for an absent or malformed header.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // IMF-fixdate, the one form that RFC 9110 lets a sender generate.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
