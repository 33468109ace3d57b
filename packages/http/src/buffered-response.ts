import { type Call, callError } from "./call.js";
import { failure } from "./failures.js";
import { UnreadableBody } from "./read-body.js";

/** An answer read to its last byte. */
export interface BufferedResponse {
  status: number;
  statusText: string;
  headers: Headers;
  text: string;
}

/**
 * Makes the response that openapi-fetch reads: decimals of the operation's fields as strings, parsed once.
 *
 * @throws MetermuxError `unexpected_response` when a 2xx answer is empty, is not JSON, or lacks a key of the envelope;
 * when one of its decimals is neither a number, a string nor null; and when a read is answered with another 2xx than 200,
 * or anything else with no body (204, 205) or a part of one (206).
 */
export async function toResponse(answer: BufferedResponse, call: Call): Promise<Response> {
  const { status } = answer;
  // A server may send what a `Response` does not take.
  const statusText = answer.statusText.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  if (status > 299) return new Response(answer.text, { status, statusText, headers });
  try {
    // 204 and 205 have no body, 206 has a part of one; a read's 202 is a promise. Only a 200 is the vendor's whole answer.
    const less = status === 204 || status === 205 || status === 206 || (call.operation.read && status !== 200);
    if (less) throw new UnreadableBody("less than the whole answer");
    const text = await readDecimals(answer.text, call);
    const body = parseBody(text, call);
    // openapi-fetch parses text of unknown length by itself; with a length it asks for json(), which is ready.
    headers.set("content-length", String(text.length));
    const response = new Response(streamOf(text), { status, statusText, headers });
    Object.defineProperty(response, "json", { value: async () => body });
    return response;
  } catch (error) {
    throw error instanceof UnreadableBody ? await failure("unexpectedError", error.message, answer, call) : error;
  }
}

/** Bytes for whoever asks for them, which is hardly anybody: a large answer is not encoded again for nothing. */
function streamOf(text: string): ReadableStream<Uint8Array> {
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    controller.enqueue(new TextEncoder().encode(text));
    controller.close();
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/** Loaded for the first page with decimals: an application that reads none never does. */
async function readDecimals(text: string, call: Call): Promise<string> {
  const { decimals = [] } = call.operation;
  if (decimals.length === 0) return text;
  const { quoteDecimals } = await import("./quote-decimals.js").catch(() => {
    throw callError(call, "connection_failed", "the part of metermux that reads numbers exactly did not load");
  });
  return quoteDecimals(text, decimals);
}

/** @throws UnreadableBody for what is not the body that the operation promises. */
function parseBody(text: string, call: Call): unknown {
  if (text.trim() === "") throw new UnreadableBody("an empty body");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Its own error would show a piece of the text, in which a credential can be cut in two.
    throw new UnreadableBody("a body that is not JSON");
  }
  if (typeof body !== "object" || body === null) throw new UnreadableBody("JSON that is neither object nor list");
  const { envelope = [] } = call.operation;
  if (envelope === "list") {
    if (!Array.isArray(body)) throw new UnreadableBody("an object in place of a list");
    return body;
  }
  const fields = body as Record<string, unknown>;
  for (const promised of envelope) {
    const key = promised.replace("[]", "");
    if (!Object.hasOwn(fields, key)) throw new UnreadableBody(`no ${JSON.stringify(key)} in the body`);
    if (key !== promised && !Array.isArray(fields[key])) throw new UnreadableBody(`no list in ${JSON.stringify(key)}`);
  }
  return body;
}
