import { abortedError, onAbort } from "../stop-signal.js";
import { eventLoopTurn } from "./event-loop-turn.js";

/**
 * The items of batches, one by one. It is what a generator that yields them would be; but a generator takes three turns
 * of the queue of promises for an item, and rows come by the million.
 *
 * @param told of every item when it is handed out.
 * @param signal when it aborts, what came and was not handed out yet is dropped, and a wait ends, whatever is waited for.
 * @param stop ends what is under way: called when a consumer stops while it waits.
 * @throws whatever ended the batches; MetermuxError `aborted` once the signal has.
 */
export function flatten<Item>(
  batches: AsyncGenerator<readonly Item[], void, undefined>,
  told: () => void,
  signal?: AbortSignal,
  stop: () => void = () => {},
): AsyncIterableIterator<Item, void, undefined> {
  let batch: readonly Item[] = [];
  let at = 0;
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

  async function fetchBatch(): Promise<IteratorResult<Item, void>> {
    if (signal?.aborted && at < batch.length) {
      batch = [];
      await batches.throw(abortedError(signal));
    }
    while (at >= batch.length) {
      if (closed) return { done: true, value: undefined };
      const next = await waitForBatch();
      endWait = undefined;
      if (closed || next.done) return { done: true, value: undefined };
      batch = next.value;
      at = 0;
    }
    return take();
  }

  function take(): IteratorResult<Item, void> {
    told();
    // In bounds: both callers have looked.
    const value = batch[at] as Item;
    at += 1;
    return { done: false, value };
  }

  return {
    next() {
      if (last === undefined && at < batch.length && !signal?.aborted) return Promise.resolve(take());
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
      batch = [];
      at = 0;
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
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
