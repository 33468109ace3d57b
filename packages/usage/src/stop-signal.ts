import { MetermuxError } from "@metermux/http";

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

interface Listeners {
  runs: Set<() => void>;
  forward: () => void;
}

const listeners = new WeakMap<AbortSignal, Listeners>();

/**
 * Runs something when a signal aborts, at once where it has. However many wait for a signal, it has one listener: Node
 * takes more than ten for a leak.
 *
 * @returns what ends the waiting. After the last of them nothing is left on the signal.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) {
    run();
    return () => {};
  }
  const known = listeners.get(signal) ?? listenTo(signal);
  // A wrapper of its own: the same function may wait twice.
  const once = () => run();
  known.runs.add(once);
  return () => {
    known.runs.delete(once);
    if (known.runs.size > 0 || listeners.get(signal) !== known) return;
    listeners.delete(signal);
    signal.removeEventListener("abort", known.forward);
  };
}

function listenTo(signal: AbortSignal): Listeners {
  const runs = new Set<() => void>();
  const forward = () => {
    listeners.delete(signal);
    for (const run of [...runs]) run();
  };
  const made = { runs, forward };
  listeners.set(signal, made);
  signal.addEventListener("abort", forward, { once: true });
  return made;
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
