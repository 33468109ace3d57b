import { MetermuxError } from "./error.js";

/** How a vendor's list is walked. */
export interface PageWalk<Page> {
  /** Asks for one page: the first without a cursor. The signal aborts when the consumer has stopped, or its own does. */
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
  /** The items of a page. */
  items: (page: Page) => readonly unknown[];
  /** The cursor of the page after this one; null or undefined at the end. */
  next: (page: Page) => string | null | undefined;
  /** What is listed, for messages. */
  name: string;
  /** The consumer's own: ends what is under way. */
  signal?: AbortSignal | undefined;
  /** A list of more pages than this is an error. Default 100,000. */
  maxPages?: number;
}

/** How many items of a page are compared with what the next page begins with. */
const overlap = 100;

/**
 * Every page of a list, in order, one page read ahead while the consumer works on the last.
 *
 * @throws MetermuxError `incomplete_result` when the list does not come to a proper end: a cursor that came before (a
 * repetition or a cycle), an empty cursor, an empty page with a cursor, a page that came before or begins with a row of
 * the one before, more than `maxPages` pages. Never a short list, and never a list with a part twice.
 */
export async function* paginate<Page>(walk: PageWalk<Page>): AsyncGenerator<Page, void, undefined> {
  const maxPages = walk.maxPages ?? 100_000;
  const seen = new Set<string>();
  // No item of a list stands in it twice, so a page that begins as another did is that page again.
  const beginnings = new Set<string>();
  let before: readonly unknown[] = [];
  const stopped = new AbortController();
  const forward = () => stopped.abort(walk.signal?.reason);
  if (walk.signal?.aborted) forward();
  walk.signal?.addEventListener("abort", forward, { once: true });
  const ask = (cursor: string | undefined) => {
    const page = walk.fetchPage(cursor, stopped.signal);
    // Its failure is seen when its turn comes; until then it is not an unhandled rejection.
    page.catch(() => {});
    return page;
  };
  const fail = (problem: string): never => {
    throw new MetermuxError(`${walk.name}: ${problem}, after ${seen.size + 1} pages; the rows so far are not all`, {
      code: "incomplete_result",
    });
  };
  try {
    let pending: Promise<Page> | undefined = ask(undefined);
    while (pending !== undefined) {
      const page: Page = await pending;
      const cursor = walk.next(page);
      const items = walk.items(page);
      pending = undefined;
      if (items.length > 0) {
        const beginning = JSON.stringify(items[0]);
        if (beginnings.has(beginning)) fail("a page came a second time");
        beginnings.add(beginning);
        // A list that grew ahead of the walk moves rows from the end of one page to the beginning of the next.
        if (before.some((item) => isSame(item, items[0]))) fail("a row came a second time");
        before = items.slice(-overlap);
      }
      if (cursor !== null && cursor !== undefined) {
        if (cursor === "") fail("an empty cursor came");
        if (seen.has(cursor)) fail("a cursor came a second time");
        if (items.length === 0) fail("an empty page came with a cursor");
        if (seen.size + 2 > maxPages) fail(`there are more than ${maxPages} pages`);
        seen.add(cursor);
        pending = ask(cursor);
      }
      yield page;
    }
  } finally {
    walk.signal?.removeEventListener("abort", forward);
    stopped.abort();
  }
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || left === null || typeof right !== "object" || right === null) return left === right;
  // Most rows differ in one of their plain members, which costs far less to see than writing both as JSON.
  for (const key in left) {
    const member = (left as Record<string, unknown>)[key];
    if (typeof member !== "object" && member !== (right as Record<string, unknown>)[key]) return false;
  }
  return JSON.stringify(left) === JSON.stringify(right);
}
