import { failure } from "./failures.js";
import { onAbort } from "./follow-signal.js";
import type { ListProblem } from "./list-error.js";

/** How a vendor's list is walked; its pages are handed out as they are, or as `read` makes them. */
export interface PageWalk<Page, Read = Page> {
  /** Asks for one page: the first without a cursor. The signal aborts when the consumer has stopped, or its own does. */
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
  /** The items of a page. */
  items: (page: Page) => readonly unknown[];
  /** The cursor of the page after this one; null or undefined at the end. */
  next: (page: Page) => string | null | undefined;
  /** What to hand out of a page. Called as it arrives, so that what waits is no larger than it need be. */
  read?: ((page: Page) => Read) | undefined;
  /** How many items the list says that it has on all its pages; null or undefined where it does not say. */
  total?: ((page: Page) => number | null | undefined) | undefined;
  /** What is listed, for messages. */
  name: string;
  /** The consumer's own: ends what is under way. */
  signal?: AbortSignal | undefined;
  /** A list of more pages than this is an error. Default 100,000. */
  maxPages?: number | undefined;
  /** A list of more items than this is an error: for a consumer that keeps them all. Default no limit. */
  maxItems?: number | undefined;
}

/** So many empty pages in a row, each with a cursor, are passed over: a vendor may skip what has nothing to list. */
const maxEmptyPages = 1_000;

/** How many items of a page are compared with what the next page begins with. */
const overlap = 100;

/** What is kept of a page until its turn. */
interface Arrived<Read> {
  cursor: string | null | undefined;
  first: readonly unknown[];
  last: readonly unknown[];
  count: number;
  total: number | null | undefined;
  page: Read;
}

/**
 * Every page of a list, in order, one page read ahead while the consumer works on the last.
 *
 * @throws MetermuxError `incomplete_result` when the list does not come to a proper end: a cursor that came before (a
 * repetition or a cycle), an empty cursor, more than 1,000 empty pages in a row, a page that came before or begins with
 * a row of the one before, more than `maxPages` pages or `maxItems` items, another number of items than the last page
 * tells. Never a short list, and never a list with a part twice.
 */
export async function* paginate<Page, Read = Page>(walk: PageWalk<Page, Read>): AsyncGenerator<Read, void, undefined> {
  // Without `read` a page is handed out as it is.
  const {
    maxPages = 100_000,
    maxItems = Number.POSITIVE_INFINITY,
    read = (page: Page) => page as unknown as Read,
  } = walk;
  const seen = new Set<string>();
  // No item of a list stands in it twice, so a page that begins as another did is that page again.
  const beginnings = new Set<string>();
  let before: readonly unknown[] = [];
  let count = 0;
  let emptyPages = 0;
  const stopped = new AbortController();
  const forward = () => stopped.abort(walk.signal?.reason);
  const unfollow = walk.signal && onAbort(walk.signal, forward);
  const fetchPage = async (cursor: string | undefined): Promise<Arrived<Read>> => {
    const page = await walk.fetchPage(cursor, stopped.signal);
    const items = walk.items(page);
    const ends = {
      first: items.slice(0, 1),
      last: items.slice(-overlap),
      count: items.length,
      total: walk.total?.(page),
    };
    return { cursor: walk.next(page), ...ends, page: read(page) };
  };
  const ask = (cursor: string | undefined) => {
    const page = fetchPage(cursor);
    // Its failure is seen when its turn comes; until then it is not an unhandled rejection.
    page.catch(() => {});
    return page;
  };
  const fail = async (problem: ListProblem, ...numbers: number[]): Promise<never> => {
    throw await failure("listError", walk.name, problem, seen.size + 1, ...numbers);
  };
  try {
    let pending: Promise<Arrived<Read>> | undefined = ask(undefined);
    while (pending !== undefined) {
      const { cursor, first, last, page, ...arrived }: Arrived<Read> = await pending;
      pending = undefined;
      count += arrived.count;
      emptyPages = arrived.count === 0 ? emptyPages + 1 : 0;
      if (count > maxItems) await fail("maxItems", maxItems);
      for (const item of first) {
        const beginning = JSON.stringify(item);
        if (beginnings.has(beginning)) await fail("page");
        beginnings.add(beginning);
        // A list that grew ahead of the walk moves rows from the end of one page to the beginning of the next.
        if (before.some((each) => isSame(each, item))) await fail("row");
        before = last;
      }
      if (cursor !== null && cursor !== undefined) {
        if (cursor === "") await fail("emptyCursor");
        if (seen.has(cursor)) await fail("cursor");
        if (emptyPages > maxEmptyPages) await fail("emptyPages", maxEmptyPages);
        if (seen.size + 2 > maxPages) await fail("maxPages", maxPages);
        seen.add(cursor);
        pending = ask(cursor);
      } else if (typeof arrived.total === "number" && arrived.total !== count) {
        await fail("total", arrived.total, count);
      }
      yield page;
    }
  } finally {
    unfollow?.();
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
