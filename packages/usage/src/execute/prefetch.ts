import { eventLoopTurn } from "./event-loop-turn.js";

/** Pages that are read before they are wanted. */
interface Ahead<Page> extends AsyncIterable<Page> {
  close(): Promise<void>;
}

/** How many sources are read side by side, and how much of each waits at most: so many pages, or pages of such a size. */
export interface Readers<Page> {
  width: number;
  pages: number;
  /** One page more is read while those that wait are smaller together. Default no limit. */
  size?: number;
  sizeOf?: (page: Page) => number;
}

/**
 * The pages of several sources, one source after the other, while the next ones are read ahead. A failure comes in its
 * turn: what stands before it is handed out first.
 *
 * @param stop ends what is under way; called when the consumer is done.
 * @throws whatever a source throws.
 */
export async function* inOrder<Source, Page>(
  sources: readonly Source[],
  open: (source: Source) => AsyncIterable<Page>,
  readers: Readers<Page>,
  stop: () => void,
): AsyncGenerator<AsyncIterable<Page>, void, undefined> {
  const ahead: Ahead<Page>[] = [];
  let next = 0;
  const fill = () => {
    for (; ahead.length < readers.width && next < sources.length; next += 1) {
      // In bounds by the condition.
      ahead.push(prefetch(open(sources[next] as Source), readers));
    }
  };
  try {
    for (fill(); ahead[0] !== undefined; fill()) {
      yield ahead[0];
      ahead.shift();
    }
  } finally {
    stop();
    await Promise.all(ahead.map((pages) => pages.close()));
  }
}

/** Begins to read at once, and holds when enough waits. */
function prefetch<Page>(source: AsyncIterable<Page>, readers: Readers<Page>): Ahead<Page> {
  const { size = Number.POSITIVE_INFINITY, sizeOf = () => 0 } = readers;
  const pages: Page[] = [];
  const isEnough = () => pages.length >= readers.pages || pages.reduce((sum, page) => sum + sizeOf(page), 0) >= size;
  let failure: { error: unknown } | undefined;
  let done = false;
  let closed = false;
  let wake = () => {};
  const changed = () => wake();
  const change = () => new Promise<void>((resolve) => (wake = resolve));
  let room = () => {};
  const reading = (async () => {
    try {
      for await (const page of source) {
        pages.push(page);
        changed();
        while (isEnough() && !closed) await new Promise<void>((resolve) => (room = resolve));
        if (closed) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      done = true;
      changed();
    }
  })();
  return {
    async close() {
      closed = true;
      room();
      await reading;
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const page = pages.shift();
        if (page !== undefined) {
          room();
          await eventLoopTurn();
          yield page;
        } else if (failure) {
          throw failure.error;
        } else if (done) {
          return;
        } else {
          await change();
        }
      }
    },
  };
}
