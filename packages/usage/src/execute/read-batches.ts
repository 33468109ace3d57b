import { onAbort } from "@metermux/http";
import { abortedError } from "../stop-signal.js";
import { eventLoopTurn } from "./event-loop-turn.js";

/** What reads batches besides their source. */
export interface BatchReaderOptions {
  /** When it aborts, a wait ends, whatever is waited for. */
  signal?: AbortSignal | undefined;
  /** Ends what is under way: called when a consumer stops while it waits. */
  stop?: () => void;
}

/** Batches that can be ended at once. */
export interface BatchReader<Item> extends AsyncIterableIterator<readonly Item[], void, undefined> {
  return(): Promise<IteratorResult<readonly Item[], void>>;
  /** Ends the source with the error of a signal that aborted. @throws that error. */
  abort(signal: AbortSignal): Promise<never>;
}

/**
 * The batches of a generator, without empty ones. A generator that waits cannot be ended; this ends at once with its
 * consumer or its signal. A batch is asked for when it is wanted, and calls side by side are answered in their order.
 *
 * @throws whatever ended the batches; MetermuxError `aborted` once the signal has.
 */
export function readBatches<Item>(
  batches: AsyncGenerator<readonly Item[], void, undefined>,
  { signal, stop = () => {} }: BatchReaderOptions = {},
): BatchReader<Item> {
  let last: Promise<unknown> | undefined;
  let closed = false;
  let endWait: (() => void) | undefined;

  /** The next batch; the end as soon as the consumer stops; a failure soon after the signal aborts, whatever happens. */
  function waitForBatch(): Promise<IteratorResult<readonly Item[], void>> {
    return new Promise((resolve, reject) => {
      endWait = () => resolve({ done: true, value: undefined });
      const fail = async () => {
        // What is under way ends in its own words, if it does.
        await eventLoopTurn();
        await eventLoopTurn();
        if (signal !== undefined) reject(abortedError(signal));
      };
      const forget = signal === undefined ? () => {} : onAbort(signal, () => void fail());
      batches.next().then(resolve, reject).finally(forget);
    });
  }

  async function fetchBatch(): Promise<IteratorResult<readonly Item[], void>> {
    while (!closed) {
      const next = await waitForBatch();
      endWait = undefined;
      if (closed || next.done) break;
      if (next.value.length > 0) return next;
    }
    return { done: true, value: undefined };
  }

  return {
    next() {
      // Whoever asks again before an answer comes is answered in turn.
      const turn = last === undefined ? fetchBatch() : last.then(fetchBatch, fetchBatch);
      last = turn;
      const leave = () => {
        if (last === turn) last = undefined;
      };
      turn.then(leave, leave);
      return turn;
    },
    async return() {
      closed = true;
      if (endWait === undefined) {
        await batches.return();
      } else {
        endWait();
        stop();
        // It ends with what it waits for, which nobody waits for any more.
        batches.return().catch(() => {});
      }
      return { done: true, value: undefined };
    },
    async abort(aborted) {
      const error = abortedError(aborted);
      await batches.throw(error);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
