import { describe, expect, test, vi } from "vitest";
import { createManualClock } from "./manual-clock.test-support.js";
import { base, ok, type Reply, setUp, usage } from "./scripted-transport.test-support.js";

/** A fetch that notes whether its request was ended, and rejects as a runtime does then. */
function endable() {
  const reasons: unknown[] = [];
  const reply: Reply = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        reasons.push(signal.reason);
        reject(new TypeError("terminated"));
      });
    });
  return { reasons, reply };
}

describe("a request that is under way", () => {
  test("is ended when its time is over, and another one is sent", async () => {
    const { reasons, reply } = endable();
    const { clock, sent, transport } = setUp([reply, ok], { timeoutMs: 1_000 });
    await clock.settle(transport(usage()));
    expect(reasons).toMatchObject([{ code: "timed_out" }]);
    expect(sent).toHaveLength(2);
  });

  test("is ended at the call's deadline, and none is sent after it", async () => {
    const { reasons, reply } = endable();
    const { clock, sent, transport } = setUp([reply], { deadlineMs: 1_000 });
    const error = await clock.settle(transport(usage()).catch((caught: unknown) => caught));
    expect(error).toMatchObject({ code: "timed_out" });
    await clock.settle(clock.wait(100_000));
    expect(reasons).toHaveLength(1);
    expect(sent).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  test("is ended by the caller's signal, and is not sent again however the fetch fails then", async () => {
    const { reasons, reply } = endable();
    const { clock, sent, transport } = setUp([reply, ok]);
    const stop = new AbortController();
    const call = transport(usage({ signal: stop.signal })).catch((caught: unknown) => caught);
    await clock.settle(Promise.race([call, clock.wait(10)]));
    stop.abort(new Error("enough"));
    expect(await clock.settle(call)).toMatchObject({ code: "aborted" });
    await clock.settle(clock.wait(100_000));
    expect(reasons).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  test("leaves no timer and no request of its own when the fetch never listens", async () => {
    const { clock, transport } = setUp([() => new Promise(() => {})], { timeoutMs: 1_000, retries: 0 });
    await clock.settle(transport(usage()).catch(() => {}));
    expect(clock.pending()).toBe(0);
  });
});

test("nothing is sent on a signal that has aborted, with and without limits", async () => {
  for (const options of [{}, { deadlineMs: 1_000 }, { rate: { requests: 1, windowMs: 1_000 } }]) {
    const { clock, sent, transport } = setUp([ok], options);
    const call = transport(new Request(`${base}/v1/usage`, { method: "POST", signal: AbortSignal.abort() }));
    expect(await clock.settle(call.catch((caught: unknown) => caught))).toMatchObject({ code: "aborted" });
    expect(sent).toHaveLength(0);
    expect(clock.pending()).toBe(0);
  }
});

test.each([500, 404, 429])("an answer of %i brings nothing of the rate back", async (code) => {
  const refusing: Reply = () => new Response("{}", { status: code });
  const busy: Reply = () => new Response("{}", { status: 429 });
  const rate = { requests: 4, windowMs: 1_000 };
  const { clock, sent, transport } = setUp([busy, ...Array(8).fill(refusing), ok], { rate, retries: 0 });
  await clock.settle(transport(usage()));
  for (let call = 0; call < 8; call += 1) await clock.settle(transport(usage()));
  await clock.settle(clock.wait(10_000));
  const from = clock.now();
  await clock.settle(Promise.all(Array.from({ length: 4 }, () => transport(usage()))));
  const last = sent.slice(-4).map(({ at }) => at - from);
  expect(last.filter((at) => at < 1_000).length).toBeLessThanOrEqual(2);
});

test("a time limit and the wait of a call leave no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  const clock = createManualClock();
  const { withTimeLimit } = await import("./time-limit.js");
  const limit = { ms: 1_000, signal, signals: [signal], clock, expire: () => new Error("too late") };
  expect(await withTimeLimit(limit, async () => "done")).toBe("done");
  await expect(withTimeLimit(limit, () => Promise.reject(new Error("broke")))).rejects.toThrow("broke");
  await expect(clock.settle(withTimeLimit(limit, () => new Promise(() => {})))).rejects.toThrow("too late");
  const listeners = added.mock.calls.map(([, listener]) => listener);
  expect(listeners.length).toBeGreaterThan(0);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(listeners);
  expect(clock.pending()).toBe(0);
});
