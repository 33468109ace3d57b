import { describe, expect, test } from "vitest";
import type { UsageQuery } from "../model/query.js";
import { compare } from "./compare.js";
import { hours, inShort, query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

describe("one grid", () => {
  test("instants are compared, not their texts, and rows outside the range left out", async () => {
    const left = [row({ windowStart: "2026-03-01T01:00:00+01:00" }), row({ windowStart: "2026-02-28" })];
    const right = [row({ windowStart: new Date("2026-03-01") }), row({ windowStart: "2026-03-08" })];
    expect((await sideBySide(left, right)).keys.map(inShort)).toEqual(["match"]);
  });

  test("hours become local days of 23 hours, weeks, months and the whole range", async () => {
    const local = { start: "2026-03-29", end: "2026-03-30", timeZone: "Europe/Berlin" } as const;
    const start = Date.parse("2026-03-28T23:00Z");
    const left = hours(Array(26).fill("1")).map((each, index) => ({
      ...each,
      windowStart: new Date(start + (index - 1) * 3_600_000),
    }));
    for (const window of ["day", "none"] as const) {
      const { keys } = await sideBySide(left, [row({ windowStart: new Date(start), value: "23" })], {
        query: { ...local, window },
      });
      expect(keys).toMatchObject([{ verdict: "match", left: { value: "23", rows: 23 } }]);
    }
    const week = { start: "2026-03-02", end: "2026-03-09", window: "week" } as const;
    const { keys } = await sideBySide(hours(Array(200).fill("1")), [row({ windowStart: "2026-03-02", value: "168" })], {
      query: week,
    });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test("a date is its first instant in the zone", async () => {
    const zone = { timeZone: "Asia/Tokyo" };
    const instants = [row({ windowStart: "2026-03-01T00:00:00+09:00" })];
    expect((await sideBySide([row()], instants, { query: zone })).keys.map(inShort)).toEqual(["match"]);
  });

  test("the largest of hours is the day's; a count of users is not", async () => {
    const max = { aggregation: "max" } as const;
    const unique = { aggregation: "unique", meterId: "users" } as const;
    const left = [...hours(["3", "10", null, "9"], max), ...hours(["3"], unique)];
    const { keys } = await sideBySide(left, [row({ ...max, value: "10" }), row({ ...unique, value: "3" })]);
    expect(keys.map(inShort)).toEqual(["match", "incomparable not-additive"]);
    expect(keys[1]).toMatchObject({ left: { value: null, rows: 1 }, difference: null });
  });

  test.each<[string, Partial<ComparableRow>, Partial<UsageQuery>, string, string]>([
    ["a coarser row", { window: "day" }, { window: "hour" }, "left.window", "ask for day"],
    ["a week in a month", { window: "week" }, { window: "month" }, "left.window", "ask for week"],
    [
      "an hour without its window",
      { windowStart: "2026-03-01T05:00Z" },
      {},
      "left.windowStart",
      "give finer rows their window",
    ],
    [
      "a UTC day in a local one",
      { windowStart: "2026-03-01T00:00:00Z" },
      { timeZone: "Asia/Tokyo" },
      "left.windowStart",
      "Asia/Tokyo",
    ],
    [
      "a day over the end of the range",
      { window: "day" },
      { window: "none", end: "2026-03-01T12:00Z" },
      "left.windowStart",
      "reaches over",
    ],
    ["a wrong end", { windowEnd: "2026-03-03" }, {}, "left.windowEnd", "ends at 2026-03-02T00:00:00.000Z"],
    ["a time without an offset", { windowStart: "2026-03-01T00:00" }, {}, "left.windowStart", "offset"],
    ["a fraction in a double", { value: 0.1 }, {}, "left.value", "give a string"],
    ["a value that is none", { value: "many" }, {}, "left.value", "give a decimal"],
    ["a dimension that was not asked for", { groups: { region: "eu" } }, {}, "left.groups", "leave groups out of by"],
    ["a dimension that is missing", {}, { groupBy: ["region"] }, "left.groups", '["region"]'],
  ])("%s is refused by its field", async (_, change, queryChange, field, text) => {
    const error = await sideBySide([row(change)], [], { query: queryChange }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "invalid_input", field });
    expect(String(error)).toContain(text);
  });

  test("a range that starts inside a window is refused, and one that ends inside has its last whole", async () => {
    await expect(sideBySide([row()], [row()], { query: { start: "2026-03-01T05:00Z" } })).rejects.toMatchObject({
      code: "invalid_input",
      field: "start",
    });
    const { keys } = await sideBySide(hours(Array(24).fill("1")), [row({ value: "24" })], {
      query: { end: "2026-03-01T05:00Z" },
    });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test("one key twice on a side is an error, never overwritten", async () => {
    const twice = [row(), row({ value: "6" })];
    await expect(sideBySide([row()], twice)).rejects.toMatchObject({ code: "invalid_input", field: "right" });
    const map = { meters: { other: "calls" } };
    const two = { rows: [row(), row({ meterId: "other" })], map };
    await expect(compare(query, { left: two, right: [row()] })).rejects.toMatchObject({ field: "left" });
  });
});
