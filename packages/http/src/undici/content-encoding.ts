import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { PlainAnswer, PlainBody, PlainReader } from "../plain-fetch.js";
import { checkEncodings, UnreadableBody, unknownEncoding } from "../read-body.js";

/** What is asked for: what can be undone. */
export const acceptEncoding = "gzip, deflate, br";

/** As large as the chunks of a socket: a small one would cost a turn of the thread pool for each. */
const options = { chunkSize: 64 * 1024 };

const decoders: Readonly<Record<string, (first: Uint8Array) => Transform>> = {
  gzip: () => createGunzip(options),
  "x-gzip": () => createGunzip(options),
  br: () => createBrotliDecompress(options),
  // Some servers leave out the header of two bytes that the RFC asks for; its first half-byte is an 8.
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options)),
};

/**
 * Undoes the encodings of an answer's body, the last one first; the headers still name them.
 *
 * @throws UnreadableBody for an encoding that cannot be undone, and for more than five; reading the body throws for one that breaks off or is broken.
 */
export function undoEncodings(answer: PlainAnswer): PlainAnswer {
  if (!answer.headers.has("content-encoding") || answer.body === null) return answer;
  let body = answer.body;
  for (const encoding of readEncodings(answer.headers, body).reverse()) {
    const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
    if (decoder === undefined) {
      void body.cancel();
      throw new UnreadableBody(unknownEncoding);
    }
    body = undo(body, decoder);
  }
  return { ...answer, body };
}

function readEncodings(headers: Headers, body: PlainBody): string[] {
  try {
    return checkEncodings(headers);
  } catch (error) {
    void body.cancel();
    throw error;
  }
}

function undo(body: PlainBody, decoder: (first: Uint8Array) => Transform): PlainBody {
  const chunks = decode(body, decoder);
  const cancel = async (): Promise<void> => {
    // First what the generator waits for, which it could not be ended from.
    await body.cancel();
    await chunks.return(undefined).catch(() => {});
  };
  return { getReader: () => ({ read: () => chunks.next(), cancel }), cancel };
}

async function* decode(
  body: PlainBody,
  createDecoder: (first: Uint8Array) => Transform,
): AsyncGenerator<Uint8Array, undefined> {
  const reader = body.getReader();
  const first = await reader.read();
  // Nothing, encoded or not.
  if (first.done) return;
  const decoder = createDecoder(first.value);
  const source = Readable.from(all(first.value, reader));
  // What breaks in either ends the decoder, which tells below.
  pipeline(source, decoder, () => {});
  yield* decoder;
}

async function* all(first: Uint8Array, reader: PlainReader) {
  yield first;
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
