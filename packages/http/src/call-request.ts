/** What a request was made of that can be sent twice. */
export interface RequestParts extends RequestInit {
  body: string | null;
}

const parts = new WeakMap<Request, RequestParts>();

/**
 * The `Request` that vendor clients give to openapi-fetch. It differs from a plain one in what it costs:
 *
 * A plain one listens to the caller's signal until it is collected, so thousands of calls on one signal leave thousands
 * of listeners; this one only carries the signal, and the transport listens while a call runs.
 *
 * A plain one's body is a stream, and a copy of it for each attempt is another; of this one it is remembered what it was
 * made of.
 *
 * A class that extends `Request` would make Node load its `fetch` (20 ms) when it is imported, and not when it is used.
 */
// openapi-fetch calls it with `new`, which takes the object that a function returns in place of its own, and asks
// whether what a middleware returns is an instance of it: every `Request` is.
export const CallRequest = /* @__PURE__ */ Object.defineProperty(makeRequest, Symbol.hasInstance, {
  value: (value: unknown) => value instanceof Request,
}) as unknown as typeof Request;

function makeRequest(input: RequestInfo | URL, init: RequestInit = {}): Request {
  const { signal, ...rest } = init;
  const request = new Request(input, rest);
  if (signal) Object.defineProperty(request, "signal", { value: signal });
  const { body = null } = rest;
  const lasts = body === null || typeof body === "string";
  if (lasts && !(input instanceof Request)) parts.set(request, { ...rest, body });
  return request;
}

/** What a {@link CallRequest} was made of; undefined where that cannot be sent twice, and for any other request. */
export function partsOf(request: Request): RequestParts | undefined {
  return parts.get(request);
}
