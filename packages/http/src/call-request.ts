/**
 * The `Request` that vendor clients give to openapi-fetch. It differs from a plain one in what it costs:
 *
 * A plain one listens to the caller's signal until it is collected, so thousands of calls on one signal leave thousands
 * of listeners; this one only carries the signal, and the transport listens while a call runs.
 *
 * A plain one's body is a stream, and a copy of it for each attempt is another; this one remembers what it was made of.
 */
export class CallRequest extends Request {
  /** What it was made of; undefined where that cannot be sent twice. */
  readonly parts: RequestInit | undefined;

  constructor(input: RequestInfo | URL, init: RequestInit = {}) {
    const { signal, ...rest } = init;
    super(input, rest);
    if (signal) Object.defineProperty(this, "signal", { value: signal });
    const { body = null } = rest;
    const lasts = body === null || typeof body === "string";
    this.parts = lasts && !(input instanceof Request) ? rest : undefined;
  }
}
