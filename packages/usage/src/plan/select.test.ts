import { describe, expect, test } from "vitest";
import { selectCustomers } from "../catalog/pick.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { windowsOf } from "../model/range.js";
import type { Capabilities, Meter } from "../provider.js";
import { selectMeters } from "./select.js";

const meter = (id: string, more: Partial<Meter> = {}): Meter => ({
  id,
  name: `Name of ${id}`,
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  measures: "usage",
  archived: false,
  ...more,
});
const meters = [meter("m1"), meter("m2", { dimensions: [] }), meter("m3", { archived: true })];
const capabilities: Capabilities = {
  operations: [
    {
      operation: "POST /usage",
      windows: { hour: "any", day: "any", none: ["sum"] },
      alignment: "day",
      groupBy: { maxKeys: 1 },
      filter: "dimensions",
      total: false,
    },
  ],
  customers: "listed",
  listsMeters: true,
  rollsUpOverTime: ["sum"],
  lateHours: 1,
  caveats: [],
};

async function select(asked: string[] | undefined, change: Partial<UsageQuery> = {}, known = meters) {
  const query = normalizeQuery({ start: "2026-03-02", end: "2026-03-09", window: "day", meters: asked, ...change });
  const provider = { vendor: "metronome", capabilities };
  const now = Date.parse("2026-04-01");
  const { start, end } = query;
  const spans = query.window === "none" ? [{ start, end }] : windowsOf({ start, end }, query.window, "UTC");
  const { chosen, skipped } = await selectMeters(known, {
    query,
    provider,
    customers: [],
    now,
    range: { start, end, spans, wholeHours: true },
  });
  return { meters: chosen.map(({ meter: { id } }) => id), skipped };
}

describe("meters that nobody named", () => {
  test("are all that can answer; the others are reported, each with its reason", async () => {
    const { meters: chosen, skipped } = await select(undefined, { groupBy: ["region"] });
    expect(chosen).toEqual(["m1"]);
    expect(skipped).toMatchObject([
      { meterId: "m2", meterName: "Name of m2", reason: "it cannot be grouped by region; leave groupBy out" },
      { meterId: "m3", meterName: "Name of m3", reason: "it is archived; name it to ask for it" },
    ]);
  });

  test("are refused when none can be grouped as asked", async () => {
    await expect(select(undefined, { groupBy: ["colour"] })).rejects.toThrow(
      "cannot be grouped by colour; group by region, or leave groupBy out",
    );
  });
});

describe("meters by name", () => {
  test("may be archived, and are asked once each", async () => {
    expect((await select(["m3", "m1", "m3"])).meters).toEqual(["m3", "m1"]);
  });

  test("refuse the whole query when one cannot be grouped", async () => {
    await expect(select(["m1", "m2"], { groupBy: ["region"] })).rejects.toMatchObject({
      code: "unsupported",
      field: "groupBy",
    });
  });

  test.each<[string, Partial<UsageQuery>, Partial<Meter>, string]>([
    ["window", { window: "none" }, { aggregation: "unique" }, "ask for window hour or day"],
    ["window", { window: "week" }, { aggregation: "max" }, "ask for window hour or day"],
    ["aggregation", { aggregation: "max" }, {}, "leave aggregation out"],
    ["filter", { filter: { team: ["a"] } }, {}, "filter by region, or leave filter out"],
  ])("that cannot answer are refused by %s", async (field, change, kind, nearest) => {
    const known = [meter("m1", kind)];
    await expect(select(["m1"], change, known)).rejects.toMatchObject({ code: "unsupported", field });
    await expect(select(["m1"], change, known)).rejects.toThrow(nearest);
  });

  test("whose dimensions nobody tells are taken at their word", async () => {
    const known = [meter("m1", { dimensions: undefined })];
    expect((await select(["m1"], { groupBy: ["colour"], filter: { team: ["a"] } }, known)).meters).toEqual(["m1"]);
  });

  test("that do not exist are refused, with the ids that do", async () => {
    await expect(select(["m9"])).rejects.toMatchObject({ code: "invalid_input", field: "meters" });
    await expect(select(["m9"])).rejects.toThrow("known meters: m1 (Name of m1), m2 (Name of m2), m3 (Name of m3)");
    await expect(select(["name of M1"])).rejects.toThrow("the id of Name of m1 is m1");
    const twins = [meter("m1", { name: "Calls" }), meter("m2", { name: "calls" })];
    await expect(select(["Calls"], {}, twins)).rejects.toThrow("there is no such id; 2 have that name: m1, m2");
  });
});

test("customers: all, or those named, or a refusal", () => {
  const known = [
    { id: "c1", name: "One" },
    { id: "c2", name: null },
  ];
  expect(selectCustomers(known, undefined)).toBe(known);
  expect(selectCustomers(known, ["c2"])).toEqual([{ id: "c2", name: null }]);
  const aliased = [
    { id: "c1", name: "One", aliases: ["acme", "both"] },
    { id: "c2", name: "Two", aliases: ["both"] },
  ];
  expect(selectCustomers(aliased, ["acme", "c1"])).toEqual([aliased[0]]);
  expect(() => selectCustomers(aliased, ["both"])).toThrow("it is an alias of c2 (Two) and others");
  expect(() => selectCustomers(aliased, ["bath"])).toThrow("known customers: c1 (One), c2 (Two)");
  expect(() => selectCustomers([...known, { id: "c9", name: null, aliases: ["acme"] }], ["acmee"])).toThrow(
    "known customers: c9, c1 (One), c2",
  );
  expect(() => selectCustomers(known, ["c3"])).toThrow('customers: "c3" cannot be used; there is no such id');
});
