import { expect, test } from "vitest";
import { createManualClock, flush } from "./manual-clock.test-support.js";
import { createPacer } from "./pace.js";

const signal = new AbortController().signal;

test("never lets more than its number go in any window, and no fewer", async () => {
  const clock = createManualClock(1_000);
  const pace = createPacer({ requests: 3, windowMs: 500 }, clock);
  const sentAt: number[] = [];
  const send = () => pace(signal).then(() => sentAt.push(clock.now()));
  const first = send();
  await clock.settle(clock.wait(200));
  await clock.settle(Promise.all([first, ...Array.from({ length: 7 }, send)]));
  expect(sentAt).toEqual([1_000, 1_200, 1_200, 1_500, 1_700, 1_700, 2_000, 2_200]);
});

test("does not wait after a pause", async () => {
  const clock = createManualClock();
  const pace = createPacer({ requests: 2, windowMs: 1_000 }, clock);
  await clock.settle(Promise.all([pace(signal), pace(signal)]));
  await clock.settle(clock.wait(60_000));
  clock.waits.length = 0;
  await clock.settle(Promise.all([pace(signal), pace(signal), pace(signal)]));
  expect(clock.waits).toEqual([1_000]);
});

test("does not wait for a clock that was set back", async () => {
  const clock = createManualClock(3_600_000);
  let offset = 0;
  const pace = createPacer({ requests: 1, windowMs: 1_000 }, { ...clock, now: () => clock.now() - offset });
  await pace(signal);
  offset = 3_600_000;
  clock.waits.length = 0;
  await pace(signal);
  expect(clock.waits).toEqual([]);
});

test("an abort ends the wait for a turn at once", async () => {
  const clock = createManualClock();
  const pace = createPacer({ requests: 1, windowMs: 1_000 }, clock);
  await pace(signal);
  const stop = new AbortController();
  const turn = pace(stop.signal);
  await flush();
  stop.abort(new Error("enough"));
  await expect(turn).rejects.toThrow("enough");
  expect(clock.pending()).toBe(0);
});
