/** Where the transport takes its time from; tests bring their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch, by a clock that may be set at any time. */
  now(): number;
  /**
   * Milliseconds since some fixed moment, by a clock that nobody sets. Waits and durations are measured by it. Without it
   * they are measured by `now`, and a step back counts as no time.
   */
  monotonic?(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest that a timer of the runtimes waits, in milliseconds (24.8 days); a longer one would end at once. */
export const maxTimerMs = 2 ** 31 - 1;

/** The runtime's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  wait(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const end = () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, maxTimerMs));
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  },
};

/** Makes the function that measures durations by a clock: its milliseconds never go back. */
export function monotonicTime(clock: Clock): () => number {
  if (clock.monotonic !== undefined) return () => clock.monotonic?.() ?? 0;
  let last = clock.now();
  let passed = 0;
  return () => {
    const now = clock.now();
    passed += Math.max(0, now - last);
    last = now;
    return passed;
  };
}
