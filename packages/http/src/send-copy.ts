import { partsOf } from "./call-request.js";
import { type PlainAnswer, type PlainFetch, plainFetch } from "./plain-fetch.js";

/** What a copy of a request has of its own. */
export interface Changes {
  headers: Headers;
  signal: AbortSignal;
  redirect: "manual";
}

/**
 * Makes the function that sends a copy of a request, so that its body is there for the next attempt.
 *
 * @param fetch the user's own; the runtime's where there is none, which is looked up when it is used.
 */
export function copySender(
  fetch: (((request: Request) => Promise<Response>) & { [plainFetch]?: PlainFetch }) | undefined,
): (request: Request, changes: Changes) => Promise<PlainAnswer> {
  const plain = fetch?.[plainFetch];
  // The signal of a request reaches the fetch only as long as the request itself is in memory, and a fetch need not keep
  // it: `(request) => fetch(request)` does not.
  const kept = new WeakMap<AbortSignal, Request>();
  return (request, changes) => {
    const parts = partsOf(request);
    if (plain !== undefined && parts !== undefined) {
      return plain({ url: request.url, method: request.method, body: parts.body, ...changes });
    }
    const [input, init] = parts === undefined ? [request.clone(), changes] : [request.url, { ...parts, ...changes }];
    if (fetch === undefined) return globalThis.fetch(input, init);
    const copy = new Request(input, init);
    kept.set(changes.signal, copy);
    return fetch(copy);
  };
}
