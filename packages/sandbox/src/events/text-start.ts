/**
 * Skips a byte order mark.
 *
 * @throws RangeError for a text that begins like UTF-16 or UTF-32 read as UTF-8: its names would be wrong
 */
export async function* fromTextStart(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let start: string | undefined = "";
  for await (const piece of pieces) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start += piece;
    if (start.length < 4) continue;
    yield checked(start);
    start = undefined;
  }
  if (start !== undefined) yield checked(start);
}

function checked(start: string): string {
  // Valid UTF-8 never starts with two undecodable bytes, and no text has zeros.
  if (start.startsWith("\u{FFFD}\u{FFFD}") || start.slice(0, 4).includes("\0")) {
    throw new RangeError("line 1: not UTF-8, probably UTF-16; save it as UTF-8");
  }
  return start.startsWith("\u{FEFF}") ? start.slice(1) : start;
}
