import { describe, expect, test } from "vitest";
import { createManualClock, flush } from "./manual-clock.test-support.js";
import { createPacer, type Rate } from "./pace.js";

const signal = new AbortController().signal;

/** A pacer whose work notes when it began. */
function setUp(rate: Rate | false, start = 0) {
  const clock = createManualClock(start);
  const sentAt: number[] = [];
  const pacer = createPacer(rate, clock);
  const send = (work: () => Promise<void> = async () => {}) =>
    pacer.run(signal, () => {
      sentAt.push(clock.now());
      return work();
    });
  const sendMany = (count: number) => clock.settle(Promise.all(Array.from({ length: count }, () => send())));
  return { clock, pacer, sentAt, send, sendMany };
}

describe("the rate", () => {
  test("never lets more than its number go in any window, and no fewer", async () => {
    const { clock, sentAt, send } = setUp({ requests: 3, windowMs: 500 }, 1_000);
    const first = send();
    await clock.settle(clock.wait(200));
    await clock.settle(Promise.all([first, ...Array.from({ length: 7 }, () => send())]));
    expect(sentAt).toEqual([1_000, 1_200, 1_200, 1_500, 1_700, 1_700, 2_000, 2_200]);
  });

  test("of one request a window holds too", async () => {
    const { sentAt, sendMany } = setUp({ requests: 1, windowMs: 100 });
    await sendMany(4);
    expect(sentAt).toEqual([0, 100, 200, 300]);
  });

  test("does not make up for a pause with a longer burst", async () => {
    const { clock, sentAt, sendMany } = setUp({ requests: 2, windowMs: 1_000 });
    await sendMany(2);
    await clock.settle(clock.wait(60_000));
    await sendMany(3);
    expect(sentAt).toEqual([0, 0, 60_000, 60_000, 61_000]);
  });

  test("is not stuck when the clock was set back", async () => {
    const clock = createManualClock(3_600_000);
    let offset = 0;
    const pacer = createPacer({ requests: 1, windowMs: 1_000 }, { ...clock, now: () => clock.now() - offset });
    await pacer.run(signal, async () => {});
    offset = 3_600_000;
    clock.waits.length = 0;
    await pacer.run(signal, async () => {});
    expect(clock.waits).toEqual([]);
  });

  test("is halved by a refusal, and recovers one request for each window's worth of answers", async () => {
    const { clock, pacer, sentAt, sendMany } = setUp({ requests: 4, windowMs: 100 });
    pacer.slow();
    await sendMany(4);
    expect(sentAt).toEqual([0, 0, 100, 100]);
    for (let answer = 0; answer < 2; answer += 1) pacer.recover();
    await clock.settle(clock.wait(1_000));
    sentAt.length = 0;
    await sendMany(5);
    expect(sentAt.filter((at) => at - (sentAt[0] ?? 0) < 100)).toHaveLength(3);
    for (let times = 0; times < 20; times += 1) pacer.slow();
    await clock.settle(clock.wait(1_000));
    sentAt.length = 0;
    await sendMany(2);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBe(100);
  });

  test("never recovers beyond what was set", async () => {
    const { pacer, sentAt, sendMany } = setUp({ requests: 2, windowMs: 100 });
    for (let answer = 0; answer < 100; answer += 1) pacer.recover();
    await sendMany(3);
    expect(sentAt).toEqual([0, 0, 100]);
  });
});

describe("a hold", () => {
  test("keeps everybody back, also those whose turn was set, with and without a rate", async () => {
    for (const rate of [false, { requests: 1, windowMs: 100 }] as const) {
      const { clock, pacer, sentAt, send } = setUp(rate);
      const calls = [send(), send()];
      pacer.hold(5_000);
      calls.push(send());
      await clock.settle(Promise.all(calls));
      expect(sentAt.slice(rate ? 1 : 2).every((at) => at >= 5_000)).toBe(true);
    }
  });
});

describe("concurrency", () => {
  test("lets so many be under way at once, in order", async () => {
    const { clock, sentAt, send } = setUp({ requests: 100, windowMs: 1, concurrency: 2 });
    const calls = [1_000, 500, 100, 100].map((ms) => send(() => clock.wait(ms)));
    await clock.settle(Promise.all(calls));
    expect(sentAt).toEqual([0, 0, 500, 600]);
  });

  test("gives the place back when work fails or its signal aborts in the queue", async () => {
    const { clock, pacer, send } = setUp({ requests: 100, windowMs: 1, concurrency: 1 });
    const failing = send(() => clock.wait(10).then(() => Promise.reject(new Error("broke"))));
    const stop = new AbortController();
    const queued = pacer.run(stop.signal, async () => {});
    stop.abort(new Error("enough"));
    await expect(queued).rejects.toThrow("enough");
    await expect(clock.settle(failing)).rejects.toThrow("broke");
    await expect(clock.settle(send())).resolves.toBeUndefined();
  });
});

test("an abort ends the wait for a turn at once", async () => {
  const { clock, pacer, send } = setUp({ requests: 1, windowMs: 1_000 });
  await send();
  const stop = new AbortController();
  const turn = pacer.run(stop.signal, async () => {});
  await flush();
  stop.abort(new Error("enough"));
  await expect(turn).rejects.toThrow("enough");
  expect(clock.pending()).toBe(0);
});
