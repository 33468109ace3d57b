import { type Dispatcher, util } from "undici";
import type { PlainAnswer, PlainRequest } from "../plain-fetch.js";
import { createArrivingBody } from "./arriving-body.js";
import { readHeaders } from "./headers.js";

const withoutBody = new Set([204, 205, 304]);

/**
 * Sends a request through a dispatcher; the body of the answer is as it came, still encoded.
 *
 * @throws what undici throws when the connection fails; the reason of the request's signal as soon as it aborts, be the
 * request queued, sent or half read.
 */
export async function exchange(dispatcher: Dispatcher, request: PlainRequest): Promise<PlainAnswer> {
  const { method, signal } = request;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    let control: { abort(reason: Error): void; resume(): void } | undefined;
    let over = false;
    const body = createArrivingBody({ resume: () => control?.resume(), stop });

    /** Whether it was under way until now. */
    function finish(): boolean {
      const underWay = !over;
      over = true;
      signal.removeEventListener("abort", abort);
      return underWay;
    }
    function fail(reason: unknown): void {
      if (!finish()) return;
      reject(reason);
      body.fail(reason);
    }
    function stop(): void {
      finish();
      control?.abort(new Error("nobody reads the answer"));
    }
    function abort(): void {
      fail(signal.reason);
      stop();
    }

    function begin(given: typeof control): void {
      control = given;
      // The signal did not wait for a connection to become free.
      if (over) stop();
    }
    function answer(status: number, fields: Parameters<typeof readHeaders>[0], statusText = ""): void {
      // 1xx: the answer itself comes later.
      if (status < 200) return;
      const empty = method === "HEAD" || withoutBody.has(status);
      // What a vendor sends in spite of it is let pass.
      if (empty) body.end();
      resolve({ type: "default", status, statusText, headers: readHeaders(fields), body: empty ? null : body });
    }
    function complete(): void {
      finish();
      body.end();
    }

    signal.addEventListener("abort", abort, { once: true });
    try {
      dispatcher.dispatch(toDispatch(request), {
        onRequestStart: begin,
        onResponseStart: (_, status, fields, statusText) => answer(status, fields, statusText),
        onResponseData(controller, chunk) {
          if (!body.push(chunk)) controller.pause();
        },
        onResponseEnd: complete,
        onResponseError: (_, error) => fail(error),
        // undici 6 calls these. It is inside Node 20 and 22, and where Node's own fetch ran first, it is the global one.
        onConnect: (abort) => begin({ abort, resume: () => {} }),
        onHeaders(status, fields, resume, statusText) {
          if (control) control.resume = resume;
          answer(status, util.parseHeaders(fields), statusText);
          return true;
        },
        onData: (chunk) => body.push(chunk),
        onComplete: complete,
        onError: fail,
      });
    } catch (error) {
      fail(error);
    }
  });
}

function toDispatch({ url, method, headers, body }: PlainRequest): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url);
  const fields: string[] = [];
  headers.forEach((value, name) => {
    fields.push(name, value);
  });
  return { origin, path: pathname + search, method, headers: fields, body };
}
