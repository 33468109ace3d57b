import { expect, it } from "vitest";
import { readInstant } from "./instant.js";

it.each<[Date | string | number, number]>([
  ["2026-03-15T13:37:00Z", 1773581820000],
  ["2026-03-15T14:37:00+01:00", 1773581820000],
  ["2026-03-15", 1773532800000],
  [new Date(5), 5],
  [-1, -1],
])("reads %s", (instant, expected) => {
  expect(readInstant(instant)).toBe(expected);
});

it.each([
  "2026-03-15T13:37:00",
  "tomorrow",
  "2026-02-40T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-02-30",
  "March 15, 2026 10:00:00-05:00",
  Number.NaN,
  0.5,
  9e15,
  new Date("x"),
])("refuses %s", (instant) => {
  expect(() => readInstant(instant)).toThrow(RangeError);
});
