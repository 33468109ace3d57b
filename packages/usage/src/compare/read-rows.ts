import { eventLoopTurn } from "../execute/event-loop-turn.js";
import { abortedError, throwIfAborted } from "../stop-signal.js";
import type { ComparableRow, Rows } from "./side.js";

/** So many rows that wait already are read before the rest of the program has its turn, an abort among it. */
const rowsPerTurn = 1000;

/**
 * Reads rows to their end.
 *
 * @throws MetermuxError `aborted` once the signal ends. The iterator is closed at that moment, also while a row is
 * awaited; nothing waits for it to close.
 */
export async function readRows(rows: Rows, signal: AbortSignal, read: (row: ComparableRow) => void): Promise<void> {
  throwIfAborted(signal);
  const iterator = iteratorOf(rows);
  const close = () => void closeQuietly(iterator);
  signal.addEventListener("abort", close, { once: true });
  let ended = false;
  try {
    for (let count = 1; ; count += 1) {
      const { done, value } = await iterator.next();
      if (signal.aborted) throw abortedError(signal);
      if (done === true) {
        ended = true;
        return;
      }
      read(value);
      if (count % rowsPerTurn === 0) await eventLoopTurn();
    }
  } catch (error) {
    // A generator that threw has ended: closing it again does nothing.
    if (!ended && !signal.aborted) close();
    throw error;
  } finally {
    signal.removeEventListener("abort", close);
  }
}

function iteratorOf(rows: Rows): Iterator<ComparableRow> | AsyncIterator<ComparableRow> {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
}

/** What closing reports comes too late to matter. */
async function closeQuietly(iterator: Iterator<ComparableRow> | AsyncIterator<ComparableRow>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The comparison has ended with its own error.
  }
}
