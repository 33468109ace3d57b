import type { BatchReader } from "./read-batches.js";

/**
 * The items of batches, one by one. It is what a generator that yields them would be; but a generator takes three turns
 * of the queue of promises for an item, and rows come by the million.
 *
 * @param told of every item when it is handed out.
 * @param signal when it aborts, what came and was not handed out yet is dropped.
 * @throws whatever ended the batches; MetermuxError `aborted` once the signal has.
 */
export function flatten<Item>(
  batches: BatchReader<Item>,
  told: () => void,
  signal?: AbortSignal,
): AsyncIterableIterator<Item, void, undefined> {
  let batch: readonly Item[] = [];
  let at = 0;
  let last: Promise<unknown> | undefined;
  let closed = false;

  async function fetchItem(): Promise<IteratorResult<Item, void>> {
    if (signal?.aborted && at < batch.length) {
      batch = [];
      await batches.abort(signal);
    }
    while (at >= batch.length) {
      if (closed) return { done: true, value: undefined };
      const next = await batches.next();
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
      const turn = last === undefined ? fetchItem() : last.then(fetchItem, fetchItem);
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
      await batches.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
