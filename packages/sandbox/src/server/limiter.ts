/** Returns whether a request may pass, and counts it if so. */
export type Limiter = () => boolean;

/**
 * At most `perSecond` requests in any one second that ends now; refused requests do not count.
 *
 * @param clock milliseconds, never going back
 */
export function slidingWindow(perSecond: number, clock: () => number): Limiter {
  let passed: number[] = [];
  return () => {
    const now = clock();
    passed = passed.filter((moment) => moment > now - 1000);
    if (passed.length >= perSecond) return false;
    passed.push(now);
    return true;
  };
}

/**
 * A bucket that holds `burst` requests and is refilled at `perSecond`; refused requests take nothing.
 *
 * @param clock milliseconds, never going back
 */
export function tokenBucket(perSecond: number, burst: number, clock: () => number): Limiter {
  let tokens = burst;
  let filled = clock();
  return () => {
    const now = clock();
    tokens = Math.min(burst, tokens + ((now - filled) / 1000) * perSecond);
    filled = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
