import type { Clock } from "./clock.js";
import { onAbort } from "./follow-signal.js";

/** When work must end. */
export interface TimeLimit {
  /** Milliseconds; undefined for no limit. */
  ms: number | undefined;
  /** Whichever of them aborts first ends the work. */
  signals: readonly AbortSignal[];
  clock: Clock;
  /** Makes the error that ends the work when its time is over. */
  expire: () => Error;
}

/**
 * Runs work that must end within a time, or when an outer signal aborts: whichever comes first, the promise settles at
 * once, also when the work ignores its signal. Nothing stays behind on the outer signals.
 */
export async function withTimeLimit<T>(limit: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  for (const signal of limit.signals) signal.throwIfAborted();
  const running = new AbortController();
  const timer = new AbortController();
  let unfollow: (() => void)[] = [];
  const interrupted = new Promise<never>((_, reject) => {
    const end = (reason: unknown) => {
      reject(reason);
      running.abort(reason);
    };
    unfollow = limit.signals.map((signal) => onAbort(signal, () => end(signal.reason)));
    if (limit.ms === undefined) return;
    limit.clock.wait(limit.ms, timer.signal).then(
      () => end(limit.expire()),
      () => {},
    );
  });
  try {
    return await Promise.race([work(running.signal), interrupted]);
  } finally {
    for (const stop of unfollow) stop();
    // A reason of its own: the usual one is an error, and its stack costs more than the timer.
    timer.abort("done");
  }
}
