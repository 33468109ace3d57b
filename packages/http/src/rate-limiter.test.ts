import { describe, expect, test, vi } from "vitest";
import { createManualClock, flush } from "./manual-clock.test-support.js";
import { createRateLimiter, type Rate } from "./rate-limiter.js";
import { withTimeLimit } from "./time-limit.js";
import { createTurnWindow } from "./turn-window.js";

const signal = new AbortController().signal;

/** A pacer whose work notes when it began. */
function setUp(rate: Rate | false, start = 0) {
  const clock = createManualClock(start);
  const sentAt: number[] = [];
  const limiter = createRateLimiter(rate, clock);
  const send = (work: () => Promise<void> = async () => {}) =>
    limiter.run(signal, () => {
      sentAt.push(clock.now());
      return work();
    });
  const sendMany = (count: number) => clock.settle(Promise.all(Array.from({ length: count }, () => send())));
  return { clock, limiter, sentAt, send, sendMany };
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

  test("holds for a window and no longer when the wall clock is set back or forward", async () => {
    for (const step of [-3_600_000, 3_600_000]) {
      const { clock, sendMany } = setUp({ requests: 1, windowMs: 1_000 }, 3_600_000);
      await sendMany(1);
      clock.set(step);
      await sendMany(1);
      expect(clock.waits).toEqual([1_000]);
    }
  });

  test("trusts a wait that is over, also when the clock says that it ended early", async () => {
    let waits = 0;
    const wait = async () => {
      waits += 1;
    };
    const limiter = createRateLimiter({ requests: 1, windowMs: 1_000 }, { now: () => 0, wait });
    for (let call = 0; call < 3; call += 1) await limiter.run(signal, async () => {});
    expect(waits).toBe(2);
  });

  test("is halved by a refusal, and recovers one request for each window's worth of answers", async () => {
    const { clock, limiter, sentAt, sendMany } = setUp({ requests: 4, windowMs: 100 });
    limiter.slow();
    await sendMany(4);
    expect(sentAt).toEqual([0, 0, 100, 100]);
    for (let answer = 0; answer < 2; answer += 1) limiter.recover();
    await clock.settle(clock.wait(1_000));
    sentAt.length = 0;
    await sendMany(5);
    expect(sentAt.filter((at) => at - (sentAt[0] ?? 0) < 100)).toHaveLength(3);
    for (let times = 0; times < 20; times += 1) limiter.slow();
    await clock.settle(clock.wait(1_000));
    sentAt.length = 0;
    await sendMany(2);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBe(100);
  });

  test("never recovers beyond what was set", async () => {
    const { limiter, sentAt, sendMany } = setUp({ requests: 2, windowMs: 100 });
    for (let answer = 0; answer < 100; answer += 1) limiter.recover();
    await sendMany(3);
    expect(sentAt).toEqual([0, 0, 100]);
  });
});

describe("a hold", () => {
  test.each([false, { requests: 2, windowMs: 100 }] as const)("keeps everybody back, at the rate %o", async (rate) => {
    const { clock, limiter, sentAt, send } = setUp(rate);
    limiter.hold(5_000);
    await clock.settle(Promise.all([send(), send(), send()]));
    expect(sentAt).toEqual(rate ? [5_000, 5_000, 5_100] : [5_000, 5_000, 5_000]);
  });

  test("made while a call waits for its turn keeps it back too", async () => {
    const { clock, limiter, sentAt, send } = setUp({ requests: 1, windowMs: 100 });
    const calls = [send(), send(), send()];
    await flush();
    limiter.hold(5_000);
    await clock.settle(Promise.all(calls));
    expect(sentAt).toEqual([0, 5_000, 5_100]);
  });

  test("made while a call waits for another hold keeps it back too", async () => {
    const { clock, limiter, sentAt, send } = setUp(false);
    limiter.hold(1_000);
    const call = send();
    await clock.settle(clock.wait(500));
    limiter.hold(1_000);
    await clock.settle(call);
    expect(sentAt).toEqual([1_500]);
  });

  test.each([
    [5_000, 1_000],
    [1_000, 5_000],
  ])("of two (%i and %i ms) the longer counts", async (first, second) => {
    const { clock, limiter, sentAt, send } = setUp(false);
    limiter.hold(first);
    limiter.hold(second);
    await clock.settle(send());
    expect(sentAt).toEqual([5_000]);
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
    const { clock, limiter, send } = setUp({ requests: 100, windowMs: 1, concurrency: 1 });
    const failing = send(() => clock.wait(10).then(() => Promise.reject(new Error("broke"))));
    const stop = new AbortController();
    const queued = limiter.run(stop.signal, async () => {});
    stop.abort(new Error("enough"));
    await expect(queued).rejects.toThrow("enough");
    await expect(clock.settle(failing)).rejects.toThrow("broke");
    await expect(clock.settle(send())).resolves.toBeUndefined();
  });
});

describe("a call that gives up", () => {
  test("ends its wait for a turn at once, and leaves neither timer nor listener", async () => {
    const { clock, limiter, send } = setUp({ requests: 1, windowMs: 1_000 });
    await send();
    const stop = new AbortController();
    const added = vi.spyOn(stop.signal, "addEventListener");
    const turn = limiter.run(stop.signal, async () => {});
    await flush();
    expect(added).toHaveBeenCalledTimes(1);
    stop.abort(new Error("enough"));
    await expect(turn).rejects.toThrow("enough");
    expect(clock.pending()).toBe(0);
  });

  test("gives its turn back: after 100 of them the next call waits no longer than for its own", async () => {
    const { clock, limiter, sentAt, send, sendMany } = setUp({ requests: 8, windowMs: 1_000 });
    await sendMany(8);
    const stop = new AbortController();
    const given = Array.from({ length: 100 }, () => limiter.run(stop.signal, async () => expect.unreachable()));
    const next = send();
    await flush();
    stop.abort(new Error("enough"));
    const outcomes = await Promise.allSettled(given);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    await clock.settle(next);
    expect(sentAt.slice(8)).toEqual([1_000]);
    expect(clock.pending()).toBe(0);
  });

  test("before it asks for a turn takes none, and does no work", async () => {
    const { limiter, sentAt, send } = setUp({ requests: 1, windowMs: 1_000 });
    const work = vi.fn(async () => {});
    await expect(limiter.run(AbortSignal.abort(new Error("enough")), work)).rejects.toThrow("enough");
    expect(work).not.toHaveBeenCalled();
    await send();
    expect(sentAt).toEqual([0]);
  });

  test("keeps no listener once its work is under way or over", async () => {
    const { clock, limiter } = setUp({ requests: 1, windowMs: 1_000, concurrency: 1 });
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await clock.settle(Promise.all([1, 2, 3].map(() => limiter.run(signal, async () => {}))));
    const listeners = added.mock.calls.map(([, listener]) => listener);
    expect(listeners).not.toHaveLength(0);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(listeners);
  });
});

describe("more calls than the rate allows, each with a deadline", () => {
  /** How many calls a second are answered in time, when so many a second come in. */
  async function answersPerSecond(perSecond: number, seconds: number, deadlineMs: number, answerMs: number) {
    const { clock, limiter } = setUp({ requests: 8, windowMs: 1_000 });
    const answers = Array.from({ length: seconds }, () => 0);
    const calls: Promise<void>[] = [];
    const ask = async () => {
      const start = clock.now();
      const limit = { ms: deadlineMs, signals: [signal], clock, expire: () => new Error("too late") };
      const timeLeft = () => deadlineMs - (clock.now() - start);
      await withTimeLimit(limit, (inner) => limiter.run(inner, () => clock.wait(answerMs, inner), timeLeft));
      const second = Math.floor(clock.now() / 1_000);
      answers[second] = (answers[second] ?? 0) + 1;
    };
    for (let call = 0; call < perSecond * seconds; call += 1) {
      await clock.settle(clock.wait((call * 1_000) / perSecond - clock.now()));
      calls.push(ask().catch(() => {}));
    }
    await clock.settle(Promise.all(calls));
    return answers.slice(0, seconds);
  }

  test.each([
    [2_000, 50],
    [2_000, 400],
    [500, 100],
  ])("are still answered at the rate: deadline %i ms, answers in %i ms", async (deadlineMs, answerMs) => {
    const answers = await answersPerSecond(14, 8, deadlineMs, answerMs);
    expect(Math.min(...answers.slice(2)), String(answers)).toBeGreaterThanOrEqual(7);
  });
});

test("a call whose time is too short for an answer leaves the turn to one that has enough", async () => {
  const { clock, limiter } = setUp({ requests: 1, windowMs: 1_000 });
  const order: string[] = [];
  const call = (name: string, deadline: number) =>
    limiter.run(
      signal,
      async () => {
        order.push(name);
        await clock.wait(100);
      },
      () => deadline - clock.now(),
    );
  const calls = [call("first", 5_000), call("late", 1_050), call("early", 5_000)];
  await clock.settle(Promise.all(calls));
  expect(order).toEqual(["first", "early", "late"]);
});

test("no more turns are remembered than the rate needs", () => {
  const window = createTurnWindow({ requests: 4, windowMs: 1_000 });
  for (let now = 0; now < 100; now += 1) window.take(now);
  expect(window.size).toBe(4);
  expect(window.due(4)).toBe(1_096);
  expect(window.due(2)).toBe(1_098);
  window.take(10_000);
  expect(window.size).toBe(1);
  const unlimited = createTurnWindow({ requests: Number.POSITIVE_INFINITY, windowMs: 0 });
  unlimited.take(0);
  expect(unlimited.size).toBe(0);
});
