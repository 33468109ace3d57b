/**
 * The `Request` that vendor clients give to openapi-fetch. A plain one listens to the caller's signal until it is
 * collected, so thousands of calls on one signal leave thousands of listeners; this one only carries the signal, and the
 * transport listens while a call runs.
 */
export class CallRequest extends Request {
  constructor(input: RequestInfo | URL, init: RequestInit = {}) {
    const { signal, ...rest } = init;
    super(input, rest);
    if (signal) Object.defineProperty(this, "signal", { value: signal });
  }
}
