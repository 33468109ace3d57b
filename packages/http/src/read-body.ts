import type { PlainAnswer } from "./plain-fetch.js";

/** Thrown by {@link readText} for a body that is not what it should be, however often it is sent. */
export class UnreadableBody extends Error {}

/** What is said of an encoding that nobody asked for. Its name is not repeated: it can be anything that was sent. */
export const unknownEncoding = "a body in an encoding that was not asked for";

/** Those that runtimes undo. A body in any other one arrives as it was sent, and would be read as text. */
const knownEncodings = new Set(["gzip", "x-gzip", "compress", "x-compress", "deflate", "br", "zstd"]);

/** As many encodings are undone, one inside the other; curl and undici draw the same line. */
const maxEncodings = 5;

/**
 * Reads a body to its last byte as UTF-8 text.
 *
 * @param maxBytes a larger body is refused before it fills the memory.
 * @throws UnreadableBody when it is too large, not UTF-8 or encoded too often; whatever the connection throws when it
 * breaks.
 */
export async function readText(response: PlainAnswer, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  let bytes: Uint8Array = new Uint8Array();
  let used = 0;
  try {
    checkEncodings(response.headers);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (used + next.value.byteLength > maxBytes) {
        throw new UnreadableBody(`a body of more than ${maxBytes} bytes (ask for less, or raise maxResponseBytes)`);
      }
      bytes = append(bytes, used, next.value);
      used += next.value.byteLength;
    }
  } catch (error) {
    // The connection is of no more use; what it says on closing is not the caller's concern.
    reader.cancel().catch(() => {});
    throw error;
  }
  return decode(bytes.subarray(0, used));
}

/**
 * The encodings that a body was given, in their order.
 *
 * @throws UnreadableBody when they are more than five, or one of them is none that runtimes undo.
 */
export function checkEncodings(headers: Headers): string[] {
  const field = headers.get("content-encoding") ?? "";
  const encodings = field
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > maxEncodings) throw new UnreadableBody(`a body in more than ${maxEncodings} encodings`);
  if (!encodings.every((name) => knownEncodings.has(name))) throw new UnreadableBody(unknownEncoding);
  return encodings;
}

/**
 * Puts a chunk behind the bytes that came before it: decoding all at once takes half of the time that it takes by
 * chunks. A chunk is copied, as what belongs to one of a single byte may be many times its size.
 *
 * @returns the same memory where it has room, and twice as much where it has none.
 */
function append(bytes: Uint8Array, used: number, chunk: Uint8Array): Uint8Array {
  if (used === 0) return chunk;
  const end = used + chunk.byteLength;
  let all = bytes;
  if (end > all.byteLength) {
    all = new Uint8Array(2 * end);
    all.set(bytes.subarray(0, used));
  }
  all.set(chunk, used);
  return all;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableBody("a body that is not UTF-8");
  }
}
