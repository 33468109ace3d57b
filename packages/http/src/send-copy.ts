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
  return (request, changes) => {
    const parts = partsOf(request);
    if (plain !== undefined && parts !== undefined) {
      return plain({ url: request.url, method: request.method, body: parts.body, ...changes });
    }
    const [input, init] = parts === undefined ? [request.clone(), changes] : [request.url, { ...parts, ...changes }];
    return fetch === undefined ? globalThis.fetch(input, init) : fetch(new Request(input, init));
  };
}
