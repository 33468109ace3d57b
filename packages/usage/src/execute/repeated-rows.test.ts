import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { questionOf } from "../fake-provider.test-support.js";
import { day, hour } from "../model/calendar.js";
import { windowsOf } from "../model/range.js";
import type { Measurement } from "../provider.js";
import { createRowRegistry } from "./repeated-rows.js";

const start = Date.parse("2026-06-01");
const range = { start, end: start + 30 * day };
const hours = questionOf({ ...range, window: "hour" });
const at = (index: number, change: Partial<Measurement> = {}): Measurement => {
  const from = start + index * hour;
  return { meterId: "m", customerId: "c", start: from, end: from + hour, value: "1", groups: {}, ...change };
};

test("a window is new once, in whatever order the windows come", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 200 }), (numbers) => {
      const seen = createRowRegistry();
      const known = new Set<number>();
      for (const number of numbers) {
        expect(seen.add(at(number), hours)).toBe(!known.has(number));
        known.add(number);
      }
    }),
  );
});

describe("two measurements are two", () => {
  const grouped = questionOf({ ...range, groupBy: ["region", "__proto__"] });
  const groups = (region: string | null, other: string | null = null) =>
    Object.fromEntries([
      ["region", region],
      ["__proto__", other],
    ]);
  test.each<[string, Partial<Measurement>, Partial<Measurement>]>([
    ["of two meters", {}, { meterId: "n" }],
    ["of two currencies", { unit: "EUR" }, { unit: "USD" }],
    ["of two customers", {}, { customerId: "d" }],
    ["of a customer and of nobody", {}, { customerId: null }],
    ["of two groups", { groups: groups("eu") }, { groups: groups("us") }],
    ["of a group and of the one without the dimension", { groups: groups("null") }, { groups: groups(null) }],
    ["of two groups of the last dimension", { groups: groups("eu", "a") }, { groups: groups("eu", "b") }],
  ])("%s", (_, one, other) => {
    const seen = createRowRegistry();
    expect([one, other, one, other].map((change) => seen.add(at(0, change), grouped))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("two parts are one window", () => {
  test.each(["hour", "day", "week", "month", "none"] as const)("of a %s", (window) => {
    const seen = createRowRegistry();
    const question = questionOf({ ...range, window });
    expect(seen.add(at(0), question)).toBe(true);
    expect(seen.add(at(0, { start: start + hour / 2 }), question)).toBe(false);
  });

  test("but not where the whole of a range is asked for in two questions", () => {
    const seen = createRowRegistry();
    const middle = start + day;
    expect(seen.add(at(0), questionOf({ start, end: middle, window: "none" }))).toBe(true);
    expect(seen.add(at(24), questionOf({ start: middle, end: range.end, window: "none" }))).toBe(true);
  });
});

test("a day of a zone is new once, through the days on which its clocks move", () => {
  const timeZone = "Europe/Berlin";
  const span = { start: Date.parse("2026-03-01T00:00+01:00"), end: Date.parse("2026-11-01T00:00+01:00") };
  for (const window of ["day", "hour"] as const) {
    const seen = createRowRegistry();
    const question = questionOf({ ...span, window, timeZone });
    const spans = windowsOf(span, window, timeZone);
    expect(spans.every((each) => seen.add(at(0, each), question))).toBe(true);
    expect(spans.some((each) => seen.add(at(0, each), question))).toBe(false);
  }
});
