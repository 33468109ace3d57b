import { describe, expect, test } from "vitest";
import type { ConnectionOptions } from "./connection-options.js";
import { base, broken, ok, type Reply, setUp, status, usage } from "./scripted-transport.test-support.js";
import { unwrap } from "./unwrap.js";

/** When a second call is sent after a first one that ended with this answer, in milliseconds after the first. */
async function secondSentAfter(reply: Reply, options: ConnectionOptions = {}, first = () => usage()) {
  const { clock, sent, transport } = setUp([reply, ok], options);
  const response = await clock.settle(transport(first()));
  expect(sent).toHaveLength(1);
  expect(response.status).toBeGreaterThanOrEqual(400);
  await clock.settle(transport(usage()));
  return (sent[1]?.at ?? 0) - (sent[0]?.at ?? 0);
}

const asks = (retryAfter: string, code = 429) => status(code, { "retry-after": retryAfter });

describe("what a vendor asks holds for the next call of the connection", () => {
  test("after the last attempt", async () => {
    expect(await secondSentAfter(asks("7"), { retries: 0 })).toBe(7_000);
  });

  test("beyond the longest wait of a call", async () => {
    expect(await secondSentAfter(asks("60"))).toBe(60_000);
    expect(await secondSentAfter(asks("2"), { maxDelayMs: 1_000 })).toBe(2_000);
  });

  test("on a call that is not sent again", async () => {
    const ingest = () => new Request(`${base}/v1/ingest`, { method: "POST", body: "{}" });
    expect(await secondSentAfter(asks("7"), {}, ingest)).toBe(7_000);
    expect(await secondSentAfter(asks("7", 503), {}, ingest)).toBe(7_000);
    expect(await secondSentAfter(asks("7", 403))).toBe(7_000);
  });

  test("for five minutes at most, or for `maxDelayMs` where that is longer", async () => {
    for (const value of ["604800", "9".repeat(400)]) expect(await secondSentAfter(asks(value))).toBe(300_000);
    expect(await secondSentAfter(asks("604800"), { maxDelayMs: 400_000 })).toBe(400_000);
  });

  test("for the longest wait of a call where it cannot be read", async () => {
    expect(await secondSentAfter(asks("soon"), { retries: 0 })).toBe(30_000);
    expect(await secondSentAfter(asks("-1"), { retries: 0, maxDelayMs: 400 })).toBe(400);
  });
});

test("an error says for how long the vendor asked to wait, as a number that JSON and a timer take", async () => {
  const { clock, transport } = setUp([asks("9".repeat(400))]);
  const answer = { error: "busy", response: await clock.settle(transport(usage())) };
  await expect(unwrap(answer)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 2 ** 31 - 1 });
});

test("a success that tells when to come back holds nobody", async () => {
  const { clock, sent, transport } = setUp([() => new Response('{"data":[]}', { headers: { "retry-after": "7" } })]);
  await clock.settle(transport(usage()));
  await clock.settle(transport(usage()));
  expect(sent[1]?.at).toBe(sent[0]?.at);
});

test.each(["soon", "-1", ""])("a wait that cannot be read (%j) is the longest, not the shortest", async (value) => {
  const { clock, sent, transport } = setUp([asks(value), ok], { random: () => 0 });
  await clock.settle(transport(usage()));
  expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(30_000);
});

test.each([520, 521, 522, 523, 524, 529, 530])("a read is sent again after a CDN's %i", async (code) => {
  const { clock, sent, transport } = setUp([status(code), ok]);
  expect((await clock.settle(transport(usage()))).status).toBe(200);
  expect(sent).toHaveLength(2);
});

describe("a clock that is set", () => {
  const day = 86_400_000;

  test.each([-day, day])("by %i ms during a hold does not change the wait", async (step) => {
    const { clock, sent, transport } = setUp([asks("7"), ok], { retries: 0 });
    await clock.settle(transport(usage()));
    const start = clock.monotonic?.() ?? 0;
    clock.set(step);
    const waits = clock.waits.length;
    await clock.settle(transport(usage()));
    expect((clock.monotonic?.() ?? 0) - start).toBe(7_000);
    expect(clock.waits.slice(waits)).toContain(7_000);
    expect(sent).toHaveLength(2);
  });

  test("back does not make a duration negative", async () => {
    const durations: number[] = [];
    const { clock, transport } = setUp([broken, ok], {
      onEvent: (event) => {
        if (event.type === "retry") clock.set(-day);
        if ("durationMs" in event) durations.push(event.durationMs);
      },
    });
    await clock.settle(transport(usage()));
    expect(durations).toEqual([0, 500]);
  });
});
