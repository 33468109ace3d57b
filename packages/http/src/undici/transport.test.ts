import { Dispatcher } from "undici";
import { vi } from "vitest";

type BufferedResponse = (request: Request) => Promise<Response>;

/** A dispatcher whose answers are scripted. */
class ScriptedDispatcher extends Dispatcher {
  constructor(readonly answer: BufferedResponse) {
    super();
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const aborted = new AbortController();
    const controller: Dispatcher.DispatchController = {
      aborted: false,
      paused: false,
      reason: null,
      abort: (reason) => aborted.abort(reason),
      pause: () => {},
      resume: () => {},
    };
    handler.onRequestStart?.(controller, undefined);
    void this.#play(options, handler, controller, aborted.signal);
    return true;
  }

  async #play(
    { origin, path, method, headers, body }: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    controller: Dispatcher.DispatchController,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      // As the fetch under test hands them over: names and values in turn, and bytes or text. undici follows no redirect.
      const [fields, bytes] = [headers as string[], body as Uint8Array | string | null];
      const pairs = fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? ""]] : []));
      const init = { method, headers: pairs, body: bytes, signal, redirect: "manual" } as RequestInit;
      const response = await this.answer(new Request(`${origin}${path}`, init));
      const { status, statusText } = response;
      handler.onResponseStart?.(controller, status, Object.fromEntries(response.headers), statusText);
      const reader = response.body?.getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
        handler.onResponseData?.(controller, Buffer.from(next.value));
      }
      handler.onResponseEnd?.(controller, {});
    } catch (error) {
      handler.onResponseError?.(controller, error as Error);
    }
  }
}

vi.mock("../scripted-fetch.test-support.js", async () => {
  const { createUndiciFetch } = await import("./index.js");
  return { asFetch: (answer: BufferedResponse) => createUndiciFetch({ dispatcher: new ScriptedDispatcher(answer) }) };
});

// Every test of the transport, over undici.
await import("../transport.test.js");
await import("../transport-connection.test.js");
