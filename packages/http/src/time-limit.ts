import type { Clock } from "./clock.js";

/**
 * Runs work that must end within a time, or when an outer signal aborts: whichever comes first, the promise settles at
 * once, also when the work ignores its signal. Nothing stays behind on the outer signal.
 *
 * @param expire makes the error that ends the work when its time is over.
 */
export async function withTimeLimit<T>(
  limit: { ms: number; signal: AbortSignal; clock: Clock; expire: () => Error },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  limit.signal.throwIfAborted();
  const running = new AbortController();
  const timer = new AbortController();
  let forward = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    const end = (reason: unknown) => {
      reject(reason);
      running.abort(reason);
    };
    forward = () => end(limit.signal.reason);
    limit.signal.addEventListener("abort", forward, { once: true });
    limit.clock.wait(limit.ms, timer.signal).then(
      () => end(limit.expire()),
      () => {},
    );
  });
  try {
    return await Promise.race([work(running.signal), interrupted]);
  } finally {
    limit.signal.removeEventListener("abort", forward);
    // A reason of its own: the usual one is an error, and its stack costs more than the timer.
    timer.abort("done");
  }
}
