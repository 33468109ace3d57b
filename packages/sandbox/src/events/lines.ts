/** The maximum length of a line, in UTF-16 units. An event is far shorter. */
export const maxLineLength = 16 * 1024 * 1024;

/**
 * Yields the lines of a text with their numbers, from 1, without LF or CRLF. Time and memory are linear in the text.
 *
 * @throws RangeError for a line that is too long, naming it
 */
export async function* linesOf(pieces: Iterable<string> | AsyncIterable<string>) {
  let number = 1;
  let parts: string[] = [];
  let length = 0;
  const add = (part: string): void => {
    length += part.length;
    if (length > maxLineLength) throw new RangeError(`line ${number}: longer than ${maxLineLength} characters`);
    parts.push(part);
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", from)) {
      add(piece.slice(from, end));
      yield { number, text: parts.join("").replace(/\r$/, "") };
      [number, parts, length, from] = [number + 1, [], 0, end + 1];
    }
    add(piece.slice(from));
  }
  yield { number, text: parts.join("") };
}
