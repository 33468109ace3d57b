import { describe, expect, test } from "vitest";
import { meterOf, questionOf } from "../fake-provider.test-support.js";
import { day } from "../model/calendar.js";
import { readGroups } from "./read-groups.js";

const start = Date.parse("2026-03-01");
const question = questionOf({ start, end: start + day, window: "day", meters: [meterOf("m1")] });

describe("readGroups", () => {
  const grouped = { ...question, operation: "POST /v1/usage/groups", groupBy: ["a", "b"] };
  const rows = (count: number, a = (_: number): string | null => "x") =>
    Array.from({ length: count }, (_, index) => ({
      starting_on: "2026-03-01T00:00:00Z",
      ending_before: "2026-03-02T00:00:00Z",
      group_key: null,
      group_value: null,
      group: { a: a(index), b: String(index) },
      value: "1",
    }));

  test("gives every row its groups, and keeps what a filter asks for", () => {
    const some = rows(3, (index) => ["x", "y", null][index] ?? null);
    expect(readGroups(some, grouped).measurements.map(({ groups }) => groups)).toEqual([
      { a: "x", b: "0" },
      { a: "y", b: "1" },
      { a: null, b: "2" },
    ]);
    const { measurements } = readGroups(some, { ...grouped, filter: { a: ["y", "z"] } });
    expect(measurements.map(({ groups }) => groups.b)).toEqual(["1"]);
  });

  test("takes a long list for capped, and refuses to filter it", () => {
    const truncated = (count: number) =>
      new Set(readGroups(rows(count), grouped).measurements.map((measurement) => measurement.truncated));
    expect([truncated(199), truncated(200)]).toEqual([new Set([false]), new Set([true])]);
    expect(() => readGroups(rows(200), { ...grouped, filter: { a: ["x"] } })).toThrow(
      expect.objectContaining({ code: "unsupported", field: "filter" }),
    );
  });
});

describe("rows of one group", () => {
  const grouped = { ...question, operation: "POST /v1/usage/groups", groupBy: ["region"] };
  const row = (group: unknown, more: object = {}) => {
    const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };
    // The answer is the vendor's: what it is, not what its type says.
    return { ...bounds, group_key: null, group_value: null, group, value: "1", ...more } as Parameters<
      typeof readGroups
    >[0][number];
  };
  const groupsOf = (...rows: ReturnType<typeof row>[]) =>
    readGroups(rows, grouped).measurements.map(({ groups }) => groups.region);

  test("stand in the map or in the older fields; null is the group without the dimension", () => {
    const older = { group_key: "region", group_value: "us" };
    const olderNull = { ...older, group_value: null, starting_on: "2026-03-01T12:00:00Z" };
    expect(groupsOf(row({ region: "eu" }), row({ region: null }), row(undefined, older), row({}, olderNull))).toEqual([
      "eu",
      null,
      "us",
      null,
    ]);
  });

  test.each<[string, unknown, object?]>([
    ["without its dimension", {}],
    ["without any group", undefined],
    ["of another dimension", { tier: "free" }],
    ["of another dimension too", { region: "eu", tier: "free" }],
    ["of another dimension in the older fields", undefined, { group_key: "tier", group_value: "free" }],
    ["whose group is a number", { region: 5 }],
  ])("are refused %s", (_, group, more) => {
    expect(() => groupsOf(row(group, more))).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  });

  test.each(["constructor", "__proto__"])("are read by a dimension called %s", (key) => {
    const asked = { ...grouped, groupBy: [key] };
    const { measurements } = readGroups([row(JSON.parse(`{"${key}":"x"}`))], asked);
    expect(measurements.map(({ groups }) => Object.entries(groups))).toEqual([[[key, "x"]]]);
    expect(() => readGroups([row({})], asked)).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  });

  test("that come twice in one window are refused, however the window is written", () => {
    const again = row({ region: "eu" }, { starting_on: "2026-03-01T00:00:00+00:00" });
    expect(() => groupsOf(row({ region: "eu" }), row({ region: "us" }), again)).toThrow("came twice");
  });

  test("that were not asked for are refused where the filter was sent", () => {
    const filtered = { ...grouped, filter: { region: ["eu"] } };
    expect(readGroups([row({ region: "eu" })], filtered).measurements).toHaveLength(1);
    for (const region of ["us", null]) {
      expect(() => readGroups([row({ region: "eu" }), row({ region })], filtered)).toThrow(
        expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining("not asked for") }),
      );
    }
  });

  test("are counted by instants: a list at the cap is capped when half of it is written with +00:00", () => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      row({ region: `r${index}` }, index % 2 === 0 ? {} : { starting_on: "2026-03-01T00:00:00+00:00" }),
    );
    const truncated = readGroups(rows, grouped).measurements.map((each) => each.truncated);
    expect(new Set(truncated)).toEqual(new Set([true]));
  });

  test.each<[string, object]>([
    ["before the range", { starting_on: "2026-02-28T00:00:00Z", ending_before: "2026-03-01T00:00:00Z" }],
    ["out of the range", { ending_before: "2026-03-03T00:00:00Z" }],
    ["without a value", { value: undefined }],
    ["without a start", { starting_on: undefined }],
    ["at a time without a zone", { starting_on: "2026-03-01T00:00:00" }],
  ])("are refused %s", (_, change) => {
    expect(() => groupsOf(row({ region: "eu" }, change))).toThrow(
      expect.objectContaining({ code: "unexpected_response" }),
    );
  });
});
