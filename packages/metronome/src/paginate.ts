import { type PageWalk, paginate as walk } from "@metermux/http";

/** The envelope of every Metronome list. */
interface Page {
  data: readonly unknown[];
  next_page: string | null;
}

/** What a walk of a list can be given besides its pages. */
export type PaginateOptions = Pick<PageWalk<unknown>, "signal" | "maxPages" | "maxItems">;

/**
 * Every page of a Metronome list, to its end or a typed error; one page is read ahead.
 *
 * @param fetchPage asks for one page: `next_page` goes into the query, the body stays as it is.
 * @param options.signal ends the walk and the request under way.
 * @param options.read what to hand out of a page; called as it arrives, so that what waits is no larger than it need be.
 * @param options.maxPages a list of more pages than this is an error; default 100,000.
 * @param options.maxItems a list of more items than this is an error; default no limit.
 * @throws MetermuxError `incomplete_result` when the cursors do not lead to an end.
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
