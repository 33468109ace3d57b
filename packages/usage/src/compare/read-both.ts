import { abortedError, ownSignal, stopSignal, throwIfAborted } from "../stop-signal.js";
import type { Cells } from "./cell.js";
import { type Frame, readSide } from "./read-side.js";
import type { Both, Side } from "./side.js";

/**
 * Reads both sides at the same time.
 *
 * Where one fails, or the query's signal ends, it ends at once and does not wait for a side that hangs: the sides that
 * were asked get the abort, the iterators of the others are closed.
 *
 * @throws MetermuxError `aborted` for a signal that ended; what {@link readSide} throws.
 */
export async function readBoth({ left, right }: Both<Side>, frame: Omit<Frame, "signal">): Promise<Both<Cells>> {
  const { signal } = frame.query;
  throwIfAborted(signal);
  // On a signal of its own: many comparisons at once are not many listeners on the caller's.
  const stop = stopSignal(signal && ownSignal(signal));
  try {
    const own = { ...frame, signal: stop.signal };
    const sides = Promise.all([readSide("left", left, own), readSide("right", right, own)]);
    const [leftCells, rightCells] = await unlessAborted(sides, stop.signal);
    return { left: leftCells, right: rightCells };
  } finally {
    stop.stop();
  }
}

/** One wait for the whole, and not one for each row: a promise that lives long keeps everyone who waits for it. */
async function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let forget = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const fail = () => reject(abortedError(signal));
    signal.addEventListener("abort", fail, { once: true });
    forget = () => signal.removeEventListener("abort", fail);
  });
  try {
    return await Promise.race([value, aborted]);
  } finally {
    forget();
  }
}
