import { type Call, callError } from "./call.js";
import type { MetermuxError } from "./error.js";
import { quoteDecimals } from "./quote-decimals.js";
import { UnreadableBody } from "./read-body.js";
import { excerpt } from "./redact.js";

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
export function toResponse(answer: BufferedResponse, call: Call): Response {
  const { status } = answer;
  // A server may send what a `Response` does not take.
  const statusText = answer.statusText.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  if (status > 299) return new Response(answer.text, { status, statusText, headers });
  // 204 and 205 have no body, 206 has a part of one; a read's 202 is a promise. Only a 200 is the vendor's whole answer.
  const less = status === 204 || status === 205 || status === 206 || (call.operation.read && status !== 200);
  if (less) throw unexpected("less than the whole answer", answer, call);
  const text = readDecimals(answer, call);
  const body = parseBody(text, answer, call);
  // openapi-fetch parses text of unknown length by itself; with a length it asks for json(), which is ready.
  headers.set("content-length", String(text.length));
  const response = new Response(streamOf(text), { status, statusText, headers });
  Object.defineProperty(response, "json", { value: async () => body });
  return response;
}

/** Bytes for whoever asks for them, which is hardly anybody: a large answer is not encoded again for nothing. */
function streamOf(text: string): ReadableStream<Uint8Array> {
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    controller.enqueue(new TextEncoder().encode(text));
    controller.close();
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

function readDecimals(answer: BufferedResponse, call: Call): string {
  try {
    return quoteDecimals(answer.text, call.operation.decimals ?? []);
  } catch (error) {
    if (error instanceof UnreadableBody) throw unexpected(call.redact(error.message), answer, call);
    throw error;
  }
}

function parseBody(text: string, answer: BufferedResponse, call: Call): unknown {
  if (text.trim() === "") throw unexpected("an empty body", answer, call);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Its own error would show a piece of the text, in which a credential can be cut in two.
    throw unexpected("a body that is not JSON", answer, call);
  }
  if (typeof body !== "object" || body === null) throw unexpected("JSON that is neither object nor list", answer, call);
  const { envelope = [] } = call.operation;
  if (envelope === "list") {
    if (!Array.isArray(body)) throw unexpected("an object in place of a list", answer, call);
    return body;
  }
  const fields = body as Record<string, unknown>;
  for (const promised of envelope) {
    const key = promised.replace("[]", "");
    if (!Object.hasOwn(fields, key)) throw unexpected(`no ${JSON.stringify(key)} in the body`, answer, call);
    if (key !== promised && !Array.isArray(fields[key]))
      throw unexpected(`no list in ${JSON.stringify(key)}`, answer, call);
  }
  return body;
}

function unexpected(problem: string, answer: BufferedResponse, call: Call): MetermuxError {
  const begins = answer.text.trim() === "" ? "" : `; it begins: ${excerpt(answer.text, call.redact)}`;
  const { status } = answer;
  return callError(call, "unexpected_response", `answered ${status} with ${problem}${begins}`, { status });
}
