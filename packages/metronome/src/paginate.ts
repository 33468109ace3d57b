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
 * @throws MetermuxError `incomplete_result` when the cursors do not lead to an end.
 */
export function paginate<Result extends Page>(
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Result>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Result, void, undefined> {
  return walk({
    name: "metronome",
    signal,
    fetchPage: (cursor, stop) => fetchPage(cursor === undefined ? {} : { next_page: cursor }, stop),
    items: (page) => page.data,
    next: (page) => page.next_page,
  });
}
