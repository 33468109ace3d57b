import { describe, expect, test } from "vitest";
import { failureOf, ok, type Reply, setUp, usage } from "./scripted-transport.test-support.js";

/** An answer whose body never ends, and whether it was given up. */
function endless(status: number, first = "x".repeat(100)) {
  const state = { cancelled: false };
  const reply: Reply = () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(first)),
      cancel: () => {
        state.cancelled = true;
      },
    });
    const response = new Response(body, { status: status > 599 ? 200 : status });
    return Object.defineProperty(response, "status", { value: status });
  };
  return { state, reply };
}

describe("a body that nobody reads on is given up, so that its connection is not kept", () => {
  test.each([
    ["of a redirect", 302, "redirected"],
    ["of a status that HTTP does not have", 999, "vendor_failure"],
    ["of more bytes than allowed", 200, "unexpected_response"],
  ])("%s", async (_, status, code) => {
    const { state, reply } = endless(status);
    const { clock, transport } = setUp([reply], { maxResponseBytes: 10 });
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code });
    expect(state.cancelled).toBe(true);
  });
});

test("a request goes on no longer than its time limit: its signal aborts", async () => {
  const signals: AbortSignal[] = [];
  const hang: Reply = (request) => {
    signals.push(request.signal);
    return new Promise<Response>(() => {});
  };
  const { clock, transport } = setUp([hang, ok], { timeoutMs: 1_000 });
  expect((await clock.settle(transport(usage()))).status).toBe(200);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("a signal that has aborted already asks for no credential and reports why", async () => {
  let asked = 0;
  const value = () => {
    asked += 1;
    return "token";
  };
  const { clock, sent, transport } = setUp([ok], {}, { credential: { value, field: "token", header: "x-api-key" } });
  const error = await failureOf(clock, transport(usage(), AbortSignal.abort(new Error("enough"))));
  expect(error).toMatchObject({ code: "aborted", cause: new Error("enough") });
  expect([asked, sent.length]).toEqual([0, 0]);
});
