import { MetermuxError, onAbort } from "@metermux/http";

/** A signal of its own, which another one ends too. */
export interface StopSignal {
  signal: AbortSignal;
  /** Ends it, and leaves nothing behind on the other. */
  stop(): void;
}

/** Begins a signal that a caller's signal ends, and that can be ended by itself. */
export function stopSignal(callers: AbortSignal | undefined): StopSignal {
  const own = new AbortController();
  const forget = callers === undefined ? () => {} : onAbort(callers, () => own.abort(callers.reason));
  return {
    signal: own.signal,
    stop() {
      forget();
      own.abort();
    },
  };
}

/** Another signal that ends with one: listeners of many connections on a single signal are taken for a leak by Node. */
export function ownSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal]);
}

/** @throws MetermuxError `aborted` for a signal that ended before anything began. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError(signal);
}

/** The error of a query that its signal ended. */
export function abortedError(signal: AbortSignal): MetermuxError {
  return new MetermuxError("the query's signal ended it", { code: "aborted", cause: signal.reason });
}
