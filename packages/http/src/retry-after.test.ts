import { expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after.js";

const now = Date.UTC(2026, 2, 1);

test.each([
  ["0", 0],
  ["60", 60_000],
  [" 7 ", 7_000],
  ["1.0", 1_000],
  ["1.5", 1_500],
  ["1, 1", 1_000],
  ["60, 61", 61_000],
  ["61,60", 61_000],
  ["Sun, 01 Mar 2026 00:00:30 GMT", 30_000],
  ["Sunday, 01-Mar-26 00:00:30 GMT", 30_000],
  ["Sun Mar  1 00:00:30 2026", 30_000],
  ["Sun, 01 Mar 2026 00:00:30 GMT, Sun, 01 Mar 2026 00:00:40 GMT", 40_000],
  ["Sunday, 01-Mar-26 00:00:30 GMT, 7", 30_000],
  ["7, Sun, 01 Mar 2026 00:00:30 GMT", 30_000],
  ["Sat, 28 Feb 2026 00:00:00 GMT", 0],
])("%j is a wait of %i ms", (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});

test.each(["9".repeat(400), "99999999999999999999", "Fri, 01 Mar 9999 00:00:00 GMT"])(
  "%j is bounded by the longest wait of a timer",
  (header) => {
    expect(parseRetryAfter(header, now)).toBe(2 ** 31 - 1);
  },
);

test.each([
  null,
  "",
  "-1",
  "1.",
  ".5",
  "soon",
  "1e3",
  "Infinity",
  "0x10",
  "2026-03-01",
  "5, soon",
  "5,",
  "Sun, 99 Mar 2026 00:00:30 GMT",
])("%j cannot be read", (header) => {
  expect(parseRetryAfter(header, now)).toBeUndefined();
});
