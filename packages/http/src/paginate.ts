import { MetermuxError } from "./error.js";

/** How a vendor's list is walked. */
export interface PageWalk<Page> {
  /** Asks for one page: the first without a cursor. The signal aborts when the consumer has stopped. */
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
  /** The items of a page. */
  items: (page: Page) => readonly unknown[];
  /** The cursor of the page after this one; null or undefined at the end. */
  next: (page: Page) => string | null | undefined;
  /** What is listed, for messages. */
  name: string;
  /** A list of more pages than this is an error. Default 100,000. */
  maxPages?: number;
}

/**
 * Every page of a list, in order, one page read ahead while the consumer works on the last.
 *
 * @throws MetermuxError `incomplete_result` when the list does not come to a proper end: a cursor that came before (a
 * repetition or a cycle), an empty cursor, an empty page with a cursor, a page that came before, more than `maxPages`
 * pages. Never a short list, and never a list with a part twice.
 */
export async function* paginate<Page>(walk: PageWalk<Page>): AsyncGenerator<Page, void, undefined> {
  const maxPages = walk.maxPages ?? 100_000;
  const seen = new Set<string>();
  // No item of a list stands in it twice, so a page that begins as another did is that page again.
  const beginnings = new Set<string>();
  const stopped = new AbortController();
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
    stopped.abort();
  }
}
