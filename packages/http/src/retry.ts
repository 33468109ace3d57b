import type { BufferedResponse } from "./buffered-response.js";
import type { Call } from "./call.js";
import type { Clock } from "./clock.js";
import { MetermuxError } from "./error.js";
import { parseHttpDate } from "./http-date.js";
import { parseRetryAfter } from "./retry-after.js";
import { isRetryableStatus } from "./retryable-status.js";

export { parseRetryAfter };

/** How long the transport is willing to try. */
export interface RetryOptions {
  /** How many times a read is sent again after its first attempt. Default 4. */
  retries?: number | undefined;
  /** Upper bound of the first wait, in milliseconds; each further bound doubles. Default 500. */
  baseDelayMs?: number | undefined;
  /** Upper bound of every wait, in milliseconds; a `Retry-After` beyond it ends the call at once. Default 30,000. */
  maxDelayMs?: number | undefined;
}

/** Full jitter: anywhere between nothing and the doubled bound, so that many clients do not come back together. */
export function backoff(
  attempt: number,
  options: { baseDelayMs: number; maxDelayMs: number },
  random: () => number,
): number {
  return random() * Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
}

/** The longest that a connection is held for a `Retry-After` beyond `maxDelayMs`, in milliseconds: 5 minutes. */
const maxHoldMs = 300_000;

/** When a call is sent again, and after how long. */
export interface RetryPolicy {
  /** Milliseconds that the vendor asks to wait before the next request, at most 2^31 - 1. */
  askedFor(outcome: BufferedResponse | MetermuxError): number | undefined;
  /** Milliseconds for which no call of the connection is sent after this answer; undefined when the vendor asks nothing. */
  hold(answer: BufferedResponse): number | undefined;
  /** Milliseconds to wait before the next attempt; undefined when this outcome is the last word. */
  delay(outcome: BufferedResponse | MetermuxError, call: Call): number | undefined;
}

/** The policy of a connection: reads are sent again while it makes sense. */
export function createRetryPolicy(
  options: RetryOptions & { random?: (() => number) | undefined },
  clock: Clock,
): RetryPolicy {
  const { retries = 4, baseDelayMs = 500, maxDelayMs = 30_000, random = Math.random } = options;
  const askedFor = (outcome: BufferedResponse | MetermuxError) => {
    if (outcome instanceof MetermuxError) return undefined;
    const now = clock.now();
    // A date is by the vendor's clock, which its answer tells; ours may be wrong, or theirs.
    const sent = parseHttpDate(outcome.headers.get("date") ?? "", now) ?? now;
    return parseRetryAfter(outcome.headers.get("retry-after"), sent);
  };
  return {
    askedFor,
    hold(answer) {
      if (answer.status < 400 || !answer.headers.has("retry-after")) return undefined;
      return Math.min(askedFor(answer) ?? maxDelayMs, Math.max(maxDelayMs, maxHoldMs));
    },
    delay(outcome, { operation, attempts }) {
      if (!operation.read || attempts > retries) return undefined;
      const unanswered = outcome instanceof MetermuxError;
      const mayGoWell = unanswered
        ? outcome.retryable
        : isRetryableStatus(outcome.status) && !operation.tooMuch?.includes(outcome.status);
      if (!mayGoWell) return undefined;
      if (unanswered || !outcome.headers.has("retry-after"))
        return backoff(attempts, { baseDelayMs, maxDelayMs }, random);
      // The vendor asks for a wait; one that cannot be read may be any.
      const asked = askedFor(outcome) ?? maxDelayMs;
      return asked > maxDelayMs ? undefined : asked;
    },
  };
}
