/** A request as plain data: what a fetch needs of a `Request`, without the cost of making one. */
export interface PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
  readonly signal: AbortSignal;
}

/** Reads a body, one chunk after the other. */
export interface PlainReader {
  read(): Promise<IteratorResult<Uint8Array, unknown>>;
  /** Nobody reads on: the connection is given up, or free when all of the body came. */
  cancel(): Promise<void>;
}

/** A body that is read once, from one reader. */
export interface PlainBody extends Pick<PlainReader, "cancel"> {
  getReader(): PlainReader;
}

/** What the transport reads of an answer; every `Response` is one. */
export interface PlainAnswer extends Pick<Response, "type" | "status" | "statusText" | "headers"> {
  readonly body: PlainBody | null;
}

/**
 * The member of a fetch by which it can be spoken to in plain data: in Node a `Request` with a body and a signal, and a
 * `Response` over a stream, cost more than sending and reading a small page. A registered symbol, so that it is found by
 * another copy of this package.
 */
export const plainFetch: unique symbol = Symbol.for("metermux.plain-fetch") as never;

/** A fetch that is spoken to in plain data. Redirects are handed on; it settles at once when the signal aborts. */
export type PlainFetch = (request: PlainRequest) => Promise<PlainAnswer>;
