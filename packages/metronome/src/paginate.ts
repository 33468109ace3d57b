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
 * @throws MetermuxError `incomplete_result` when the cursors do not lead to an end.
 */
export function paginate<Result extends Page>(
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  return walk({
    name: "metronome",
    fetchPage: (cursor, signal) => fetchPage(cursor === undefined ? {} : { next_page: cursor }, signal),
    items: (page) => page.data,
    next: (page) => page.next_page,
  });
}
