import { expect, it } from "vitest";
import { slidingWindow, tokenBucket } from "./limiter.js";

it("at most the given number of requests pass in any one second, and only those count", () => {
  let now = 0;
  const pass = slidingWindow(2, () => now);
  const at = (moment: number): boolean => {
    now = moment;
    return pass();
  };
  expect([at(0), at(600), at(700), at(999)]).toEqual([true, true, false, false]);
  // The first has left the window, the second has not. Refused requests never count.
  expect([at(1000), at(1001), at(1599), at(1600)]).toEqual([true, false, false, true]);
});

it("a burst passes, then as many requests as were refilled since", () => {
  let now = 0;
  const pass = tokenBucket(8, 3, () => now);
  const at = (moment: number): boolean => {
    now = moment;
    return pass();
  };
  expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
  expect([at(124), at(125), at(126), at(250)]).toEqual([false, true, false, true]);
  // Never more than a burst, however long the pause.
  expect([at(9000), at(9000), at(9000), at(9000)]).toEqual([true, true, true, false]);
});
