import { type PageWalk, paginate as walk } from "@metermux/http";

/** The envelope of every Metronome list. */
interface Page {
  data: readonly unknown[];
  next_page: string | null;
}

/** Options for reading a list. */
export type PaginateOptions = Pick<PageWalk<unknown>, "signal" | "maxPages" | "maxItems">;

/**
 * Reads every page of a Metronome list, to its end or a typed error. One page is prefetched.
 *
 * @param fetchPage requests one page. `next_page` goes into the query; the body stays the same.
 * @param options.signal aborts the reading and the request in flight.
 * @param options.read converts a page as it arrives, so that a prefetched page holds no more memory than it needs.
 * @param options.maxPages a list with more pages than this is an error; default 100,000.
 * @param options.maxItems a list with more items than this is an error; default no limit.
 * @throws MetermuxError `incomplete_result` when the cursors do not reach an end.
 */
export function paginate<Result extends Page, Read = Result>(
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Result>,
  { read, ...options }: PaginateOptions & { read?: ((page: Result) => Read) | undefined } = {},
): AsyncGenerator<Read, void, undefined> {
  return walk({
    name: "metronome",
    ...options,
    ...(read && { read }),
    fetchPage: (cursor, stop) => fetchPage(cursor === undefined ? {} : { next_page: cursor }, stop),
    items: (page) => page.data,
    next: (page) => page.next_page,
  });
}
