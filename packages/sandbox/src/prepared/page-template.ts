import { type Json, writeJson } from "../server/json.js";

/** A page that was written ahead, but for whose it is and what comes after it. */
export interface PageTemplate {
  /** How many bytes it keeps. */
  readonly size: number;
  /**
   * The bytes of the page of one customer.
   *
   * @param customerId as long as the one that the rows were written with
   * @param nextPage the cursor; null at the end
   */
  page(customerId: Buffer, nextPage: string | null): Buffer;
}

/**
 * Writes a page once; from then on it costs a copy of its bytes.
 *
 * @param rows rows of one customer
 * @param placeholder the id that they were written with, which occurs nowhere else in them
 */
export function pageTemplate(rows: readonly Json[], placeholder: string): PageTemplate {
  const written = writeJson({ data: rows });
  const bytes = Buffer.from(written.slice(0, -1));
  const places: number[] = [];
  for (let at = bytes.indexOf(placeholder); at >= 0; at = bytes.indexOf(placeholder, at + placeholder.length)) {
    places.push(at);
  }
  return {
    size: bytes.length,
    page(customerId, nextPage) {
      const tail = `,"next_page":${JSON.stringify(nextPage)}}`;
      // A cursor is ASCII: as many bytes as characters.
      const page = Buffer.allocUnsafe(bytes.length + tail.length);
      bytes.copy(page);
      for (const place of places) customerId.copy(page, place);
      page.write(tail, bytes.length, "latin1");
      return page;
    },
  };
}
