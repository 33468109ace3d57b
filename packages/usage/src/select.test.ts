import { describe, expect, test } from "vitest";
import type { Capabilities, Meter } from "./provider.js";
import { type MeterNeeds, selectCustomers, selectMeters } from "./select.js";

const meter = (id: string, more: Partial<Meter> = {}): Meter => ({
  id,
  name: `Name of ${id}`,
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  archived: false,
  ...more,
});
const meters = [meter("m1"), meter("m2", { dimensions: [] }), meter("m3", { archived: true })];
const capabilities: Capabilities = {
  windows: { hour: "any", day: "any", none: ["sum"] },
  bounds: "day",
  groupByKeys: 1,
  filters: "dimensions",
  customers: "open",
  total: false,
  lateHours: 1,
};

function select(asked: string[] | undefined, groupBy: string | null, more: Partial<MeterNeeds> = {}, known = meters) {
  const keys = groupBy === null ? [] : [groupBy];
  const needs: MeterNeeds = { window: "day", groupBy: keys, filter: [], aggregation: undefined, ...more };
  return selectMeters(known, asked, needs, { vendor: "metronome", capabilities });
}

describe("meters that nobody named", () => {
  test("are all that can answer; the others are reported, each with its reason", () => {
    const { meters: chosen, skipped } = select(undefined, "region");
    expect(chosen.map(({ id }) => id)).toEqual(["m1"]);
    expect(skipped).toEqual([
      { meterId: "m2", meterName: "Name of m2", reason: "it cannot be grouped by region; its dimensions: none" },
      { meterId: "m3", meterName: "Name of m3", reason: "it is archived; name it to ask for it" },
    ]);
  });

  test("are refused when none can be grouped as asked", () => {
    expect(() => select(undefined, "colour")).toThrow("cannot be grouped by colour; dimensions that exist: region");
  });
});

describe("meters by name", () => {
  test("may be archived, and are asked once each", () => {
    expect(select(["m3", "m1", "m3"], null).meters.map(({ id }) => id)).toEqual(["m3", "m1"]);
  });

  test("refuse the whole query when one cannot be grouped", () => {
    expect(() => select(["m1", "m2"], "region")).toThrow(
      expect.objectContaining({ code: "unsupported", field: "groupBy" }),
    );
  });

  test.each<[string, Partial<MeterNeeds>, Partial<Meter>]>([
    ["window", { window: "none" }, { aggregation: "unique" }],
    ["aggregation", { aggregation: "max" }, {}],
    ["filter", { filter: ["team"] }, {}],
  ])("that cannot answer are refused by %s", (field, needs, kind) => {
    const known = [meter("m1", kind)];
    expect(() => select(["m1"], null, needs, known)).toThrow(expect.objectContaining({ code: "unsupported", field }));
  });

  test("whose dimensions nobody tells are taken at their word", () => {
    const known = [meter("m1", { dimensions: undefined })];
    expect(select(["m1"], "colour", { filter: ["team"] }, known).meters).toEqual(known);
  });

  test("that do not exist are refused, with the ids that do", () => {
    expect(() => select(["m9"], null)).toThrow(expect.objectContaining({ code: "invalid_input", field: "meters" }));
    expect(() => select(["m9"], null)).toThrow("known meters: m1 (Name of m1), m2 (Name of m2), m3 (Name of m3)");
    expect(() => select(["name of M1"], null)).toThrow("the id of Name of m1 is m1");
  });
});

test("customers: all, or those named, or a refusal", () => {
  const known = [
    { id: "c1", name: "One" },
    { id: "c2", name: null },
  ];
  expect(selectCustomers(known, undefined)).toBe(known);
  expect(selectCustomers(known, ["c2"])).toEqual([{ id: "c2", name: null }]);
  expect(() => selectCustomers(known, ["c3"])).toThrow('customers: "c3" cannot be used; there is no such id');
});
