import { describe, expect, test } from "vitest";
import { days, hours, inShort, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

/** Usage that never repeats. */
const busy = Array.from({ length: 7 * 24 }, (_, hour) => String(1 + ((hour * 7919) % 1009)));
const sumsOfDays = (shift: number) =>
  Array.from({ length: 7 }, (_, day) =>
    String(
      busy
        .slice(Math.max(0, day * 24 - shift), Math.max(0, (day + 1) * 24 - shift))
        .reduce((sum, value) => sum + Number(value), 0),
    ),
  );

describe("what a side says against itself is named", () => {
  test.each<[string, Partial<ComparableRow>]>([
    ["open-window", { complete: false, incompleteReason: "open", final: false }],
    ["clipped", { complete: false, incompleteReason: "clipped", final: false }],
    ["clipped", { complete: false }],
    ["truncated-groups", { complete: false, incompleteReason: "truncated" }],
    ["late-data", { complete: true, final: false }],
  ])("%s", async (code, change) => {
    const { keys } = await sideBySide([row({ value: "4", ...change })], [row()]);
    expect(keys.map(inShort)).toEqual([`drift ${code}`]);
    expect(keys[0]?.hints).toMatchObject([{ side: "left", text: expect.stringContaining("left: ") }]);
    expect((await sideBySide([row(change)], [row()])).keys.map(inShort)).toEqual(["match"]);
  });

  test("a group may be missing because the list was capped", async () => {
    const [eu, us] = [row({ groups: { region: "eu" } }), row({ groups: { region: "us" } })];
    const capped = { ...eu, complete: false, incompleteReason: "truncated" } as const;
    const { keys } = await sideBySide([capped], [eu, us], { query: { groupBy: ["region"] } });
    expect(keys.map(inShort)).toEqual(["match", "right-only truncated-groups"]);
    expect(keys[1]?.hints).toMatchObject([{ side: "left" }]);
  });

  test("a day that is rolled up from hours may lack a part where one hour's list was capped", async () => {
    const hour = (hour: number, region: string, change: Partial<ComparableRow> = {}) =>
      row({ window: "hour", windowStart: `2026-03-01T0${hour}:00:00Z`, groups: { region }, value: "2", ...change });
    const capped = { complete: false, incompleteReason: "truncated" } as const;
    // The second hour's list was capped before "us".
    const left = [hour(0, "eu"), hour(0, "us"), hour(1, "eu", capped)];
    const right = [row({ groups: { region: "eu" }, value: "4" }), row({ groups: { region: "us" }, value: "4" })];
    const { keys } = await sideBySide(left, right, { query: { groupBy: ["region"] } });
    expect(keys.map(inShort)).toEqual(["match", "drift truncated-groups"]);
  });
});

describe("kinds and units", () => {
  test("unlike kinds are not compared, and their meter has no sum", async () => {
    const { keys, totals } = await sideBySide([row({ aggregation: "unique" })], [row()]);
    expect(keys.map(inShort)).toEqual(["incomparable aggregation-differs"]);
    expect(keys[0]).toMatchObject({ difference: null, relative: null });
    expect(totals).toMatchObject([{ left: null, right: null, difference: null }]);
    expect((await sideBySide([row({ aggregation: "unknown" })], [row()])).keys[0]?.verdict).toBe("incomparable");
  });

  test("a sum and a count both add up; where they drift it is said", async () => {
    const { keys } = await sideBySide(days(["5", "6"]), days(["5", "7"], { aggregation: "count" }));
    expect(keys.map(inShort)).toEqual(["match", "drift aggregation-differs"]);
  });

  test("unlike units are not compared, but nothing is nothing in any", async () => {
    const { keys } = await sideBySide(days(["5", "0"], { unit: "B" }), days(["5", null], { unit: "GB" }));
    expect(keys.map(inShort)).toEqual(["incomparable unit-differs", "match no-data-vs-zero"]);
    const bytes = await sideBySide([row({ value: "5000000000", unit: "B" })], [row({ unit: "GB" })]);
    expect(bytes.keys.map(inShort)).toEqual(["incomparable unit-differs constant-factor"]);
  });
});

describe("a constant factor", () => {
  test.each<[string, string[], string[], object]>([
    ["bytes against GB", ["1500000000"], ["1.5"], { factor: "1000000000", larger: "left" }],
    ["rounded GB", ["1234567890", "9876543210", "5555555555"], ["1.235", "9.877", "5.556"], { factor: "1000000000" }],
    ["cents", ["1.25"], ["125"], { factor: "100", larger: "right" }],
    ["seconds against hours", ["7200", "1800"], ["2", "0.5"], { factor: "3600" }],
    ["a weight", ["4", "8", "10"], ["10", "20", "25"], { factor: "2.5", larger: "right" }],
    ["credits", ["-100"], ["-1"], { factor: "100", larger: "left" }],
  ])("is named: %s", async (_, left, right, hint) => {
    const { keys } = await sideBySide(days(left), days(right));
    expect(keys.map(inShort)).toEqual(keys.map(() => "drift constant-factor"));
    for (const { hints } of keys) expect(hints).toMatchObject([hint]);
  });

  test.each<[string, string[], string[]]>([
    ["one pair of values", ["4"], ["10"]],
    ["the same pair again and again", ["4", "4", "4"], ["10", "10", "10"]],
    ["rounding of one value", ["1.0004"], ["100"]],
    ["several factors", ["4", "8", "10", "10"], ["10", "20", "30", "40"]],
  ])("is not made of %s", async (_, left, right) => {
    const { keys } = await sideBySide(days(left), days(right));
    expect(new Set(keys.map(inShort))).toEqual(new Set(["drift"]));
  });

  test("is named where it fits, and not on the key that drifts besides", async () => {
    const left = [...days(["9", "2", "3", "4", "5", "6", "7"]), ...days(["1", "2", "3", "4"], { customerId: "c2" })];
    for (const factor of [100, 7]) {
      // The first of all is out of line, and the smaller one too.
      const right = left.map((each, index) => ({
        ...each,
        value: index === 0 ? "8" : String(Number(each.value) * factor),
      }));
      const { keys } = await sideBySide(left, right);
      const hint = { code: "constant-factor", factor: String(factor), larger: "right" };
      expect(keys.map(({ hints }) => hints)).toMatchObject(keys.map((_, index) => (index === 0 ? [] : [hint])));
    }
  });
});

describe("a shifted time zone", () => {
  const offsets = [-12, -5, 1, 2, 14];
  const label = (hours: number) => `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  const shifted = (hoursLater: number): ComparableRow[] =>
    hours(busy).map((each) => ({ ...each, windowStart: new Date(Number(each.windowStart) + hoursLater * 3_600_000) }));

  test.each(offsets)("of %i hours is found between hours", async (offset) => {
    const { keys } = await sideBySide(hours(busy), shifted(offset), { query: { window: "hour" } });
    const hints = keys.flatMap((key) => key.hints);
    expect(hints.length).toBeGreaterThan(100);
    for (const hint of hints) expect(hint).toMatchObject({ code: "time-zone-shift", offset: label(offset) });
  });

  test.each(offsets)("of %i hours is found between hours and days", async (offset) => {
    const local = days(sumsOfDays(offset));
    const { keys } = await sideBySide(hours(busy), local);
    expect(keys.flatMap((key) => key.hints)).toContainEqual(
      expect.objectContaining({ code: "time-zone-shift", offset: label(offset), agreeing: 6, windows: 6 }),
    );
    const mirrored = await sideBySide(local, hours(busy));
    expect(mirrored.keys.flatMap((key) => key.hints)).toContainEqual(
      expect.objectContaining({ code: "time-zone-shift", offset: label(-offset) }),
    );
  });

  test("is found though a row is missing", async () => {
    const { keys } = await sideBySide(hours(busy), shifted(2).toSpliced(50, 1), { query: { window: "hour" } });
    expect(keys.flatMap((key) => key.hints)).toContainEqual(
      expect.objectContaining({ offset: "+02:00", agreeing: 165, windows: 166 }),
    );
  });

  test("is not claimed for days alone, for a pattern that repeats, or for chance", async () => {
    const codes = async (...sides: [ComparableRow[], ComparableRow[]]) =>
      (await sideBySide(...sides, { query: { window: sides[0][0]?.window ?? "day" } })).keys.flatMap(({ hints }) =>
        hints.map(({ code }) => code),
      );
    expect(await codes(days(sumsOfDays(0)), days(sumsOfDays(2)))).not.toContain("time-zone-shift");
    const pattern = Array.from({ length: 48 }, (_, hour) => (hour % 2 === 0 ? "5" : null));
    expect(await codes(hours(pattern), hours([null, ...pattern]))).not.toContain("time-zone-shift");
    expect(await codes(hours(["5", null, "7"]), hours([null, "5", null, "7"]))).not.toContain("time-zone-shift");
    expect(await codes(hours(busy), hours(busy.toSpliced(40, 1, "1")))).toEqual([]);
    // One hour differs of ten that are alike: set forward by one, nine of nine would agree.
    const constant = Array<string>(10).fill("5");
    const range = { window: "hour", end: "2026-03-01T10:00Z" } as const;
    const one = await sideBySide(hours(constant), hours(["9", ...constant.slice(1)]), { query: range });
    expect(one.keys.flatMap((key) => key.hints)).toEqual([]);
    const noisy = shifted(2).map((each, index) => (index % 5 === 0 ? { ...each, value: "12345" } : each));
    expect(await codes(hours(busy), noisy)).not.toContain("time-zone-shift");
  });
});
