/** Whether a request may pass, counting it if so. */
export type Limiter = () => boolean;

/**
 * At most `perSecond` requests in any one second that ends now; what is turned away does not count.
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
