import { paginate as walk } from "@metermux/http";

/** The envelope of every Metronome list. */
interface Page {
  data: readonly unknown[];
  next_page: string | null;
}

/**
 * Every page of a Metronome list, to its end or a typed error; one page is read ahead.
 *
 * @param fetchPage asks for one page: `next_page` goes into the query, the body stays as it is.
 * @param options.signal ends the walk and the request under way.
 * @param options.read what to hand out of a page; called as it arrives, so that what waits is no larger than it need be.
 * @throws MetermuxError `incomplete_result` when the cursors do not lead to an end.
 */
export function paginate<Result extends Page, Read = Result>(
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Result>,
  { signal, read }: { signal?: AbortSignal | undefined; read?: (page: Result) => Read } = {},
): AsyncGenerator<Read, void, undefined> {
  return walk({
    name: "metronome",
    signal,
    ...(read && { read }),
    fetchPage: (cursor, stop) => fetchPage(cursor === undefined ? {} : { next_page: cursor }, stop),
    items: (page) => page.data,
    next: (page) => page.next_page,
  });
}
