import { afterEach, expect, test, vi } from "vitest";
import { monotonicTime, systemClock } from "./clock.js";

afterEach(() => {
  vi.useRealTimers();
});

test("the runtime's clock measures durations whatever the wall clock is set to", () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const elapsed = monotonicTime(systemClock);
  const start = elapsed();
  vi.setSystemTime(0);
  vi.advanceTimersByTime(250);
  expect(elapsed() - start).toBe(250);
});

test("a clock with nothing but a wall clock takes a step back for no time", () => {
  let now = 1_000;
  const elapsed = monotonicTime({ now: () => now, wait: async () => {} });
  const start = elapsed();
  const passed = [1_200, 100, 150].map((time) => {
    now = time;
    return elapsed() - start;
  });
  expect(passed).toEqual([200, 200, 250]);
});

test("a wait longer than a timer's longest is not over at once", async () => {
  vi.useFakeTimers();
  let over = false;
  void systemClock.wait(2 ** 40).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(1_000_000_000);
  expect(over).toBe(false);
});

test("a wait leaves neither a listener nor a timer behind", async () => {
  vi.useFakeTimers();
  const stop = new AbortController();
  const added = vi.spyOn(stop.signal, "addEventListener");
  const removed = vi.spyOn(stop.signal, "removeEventListener");
  const whole = systemClock.wait(100, stop.signal);
  await vi.advanceTimersByTimeAsync(100);
  await whole;
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener));
  const cut = systemClock.wait(100, stop.signal);
  stop.abort(new Error("enough"));
  await expect(cut).rejects.toThrow("enough");
  expect(vi.getTimerCount()).toBe(0);
  await expect(systemClock.wait(100, stop.signal)).rejects.toThrow("enough");
  expect(vi.getTimerCount()).toBe(0);
});
