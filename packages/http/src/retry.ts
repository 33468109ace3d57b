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
