import { type Call, loaded } from "./call.js";
import { failure } from "./failures.js";
import type { Operation } from "./operations.js";

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
  // 204 and 205 have no body, 206 has a part of one; a read's 202 is a promise. Only a 200 is the vendor's whole answer.
  const less = (status >= 204 && status <= 206) || (call.operation.read && status !== 200);
  const text = less ? "" : await readDecimals(answer, call);
  const body = parse(text);
  if (!isPromised(body, call.operation.envelope)) throw await failure("unexpectedError", answer, call);
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

/** Loaded for the first page with decimals: an application that reads none never does. */
async function readDecimals(answer: BufferedResponse, call: Call): Promise<string> {
  const { decimals = [] } = call.operation;
  if (decimals.length === 0) return answer.text;
  const { quoteDecimals, NoDecimal } = await loaded(import("./quote-decimals.js"), call);
  try {
    return quoteDecimals(answer.text, decimals);
  } catch (error) {
    throw error instanceof NoDecimal ? await failure("unexpectedError", answer, call, error.message) : error;
  }
}

/** The value of a JSON text; undefined for any other text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a body is what every 2xx answer of the operation has. */
function isPromised(body: unknown, envelope: Operation["envelope"] = []): boolean {
  if (typeof body !== "object" || body === null) return false;
  if (envelope === "list") return Array.isArray(body);
  const fields = body as Record<string, unknown>;
  return envelope.every((promised) => {
    const key = promised.replace("[]", "");
    return Object.hasOwn(fields, key) && (key === promised || Array.isArray(fields[key]));
  });
}
