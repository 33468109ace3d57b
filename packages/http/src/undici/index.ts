/** A `fetch` over undici's dispatchers, for Node: the same answers at less cost. Nothing loads it but its own import. */
import { type Dispatcher, getGlobalDispatcher } from "undici";
import { type PlainAnswer, type PlainBody, type PlainRequest, plainFetch } from "../plain-fetch.js";
import { acceptEncoding, undoEncodings } from "./content-encoding.js";
import { exchange } from "./exchange.js";

/** What {@link createUndiciFetch} sends through. */
export interface UndiciFetchOptions {
  /** An agent, pool or proxy agent of undici; its global one by default, whichever that is at the time of a call. */
  dispatcher?: Dispatcher;
}

/**
 * Makes a `fetch` for a client's `fetch` option that sends through undici.
 *
 * It does what a vendor client needs of a fetch: a redirect is handed on, never followed; gzip, deflate and br are asked
 * for and undone. There is no cache, no cookie and no integrity check.
 *
 * @throws from the calls, and from reading a body: undici's error when the connection fails; the reason of the request's
 * signal when it aborts; TypeError for a body in an encoding that was not asked for.
 */
export function createUndiciFetch({ dispatcher }: UndiciFetchOptions = {}): (request: Request) => Promise<Response> {
  const send = async (request: PlainRequest): Promise<PlainAnswer> => {
    const headers = new Headers(request.headers);
    if (!headers.has("accept-encoding")) headers.set("accept-encoding", acceptEncoding);
    return undoEncodings(await exchange(dispatcher ?? getGlobalDispatcher(), { ...request, headers }));
  };
  const fetch = async (request: Request): Promise<Response> => {
    const { url, method, headers, signal } = request;
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    return toResponse(await send({ url, method, headers, body, signal }));
  };
  return Object.assign(fetch, { [plainFetch]: send });
}

/** {@link createUndiciFetch} with undici's global dispatcher: `createMetronome({ token, fetch: undiciFetch })`. */
export const undiciFetch: (request: Request) => Promise<Response> = createUndiciFetch();

function toResponse({ status, statusText, headers, body }: PlainAnswer): Response {
  try {
    return new Response(body && toStream(body), { status, statusText, headers });
  } catch (error) {
    // A status above 599, for one.
    void body?.cancel();
    throw error;
  }
}

function toStream(body: PlainBody): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await reader.read();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: () => reader.cancel(),
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}
