import { type Json, writeJson } from "../server/json.js";

/** A page that was serialized in advance, apart from its customer and its cursor. */
export interface PageTemplate {
  /** The bytes that it keeps in memory. */
  readonly size: number;
  /**
   * The bytes of the page of one customer.
   *
   * @param customerId as long as the placeholder that the rows were written with
   * @param nextPage the cursor; null on the last page
   */
  page(customerId: Buffer, nextPage: string | null): Buffer;
}

/**
 * Serializes a page once; later uses copy its bytes.
 *
 * @param rows rows of one customer
 * @param placeholder the customer id in the rows, which occurs nowhere else in them
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
