import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";
import { query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow, SideMap } from "./side.js";

describe("a row is refused by the field that is not what it must be", () => {
  test.each<[string, unknown, string]>([
    ["customerId", 42, 'left.customerId: the number 42 cannot be used; ids are text, give "42"'],
    ["meterId", 42, 'left.meterId: the number 42 cannot be used; ids are text, give "42"'],
    ["customerId", { id: 1 }, 'left.customerId: {"id":1}'],
    ["groups", ["eu"], "left.groups"],
    ["unit", 5, "left.unit"],
    ["window", "days", 'left.window: "days" cannot be used; give one of hour, day, week, month, none'],
    ["window", "constructor", "left.window"],
    ["aggregation", "SUM", "give one of sum, count"],
    ["complete", "false", "left.complete"],
    ["final", 0, "left.final"],
    ["mapped", { customer: 42 }, "left.mapped.customer: the number 42"],
  ])("%s: %j", async (field, value, message) => {
    for (const side of ["left", "right"] as const) {
      const sides = { left: [row()], right: [row()], [side]: [{ ...row(), [field]: value } as ComparableRow] };
      const error = await compare(query, sides).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "invalid_input" });
      expect(String(error)).toContain(message.replace("left", side));
    }
  });

  test("of an id that is a bigint", async () => {
    const left = [{ ...row(), customerId: 42n }] as unknown as ComparableRow[];
    await expect(sideBySide(left, [row()])).rejects.toThrow('ids are text, give "42"');
  });

  test("of a group, by the dimension", async () => {
    const left = [{ ...row(), groups: { tier: 3 } }] as unknown as ComparableRow[];
    await expect(sideBySide(left, [row()])).rejects.toMatchObject({ field: "left.groups.tier" });
  });
});

test("what a file says as null is not said", async () => {
  const nulls = {
    window: null,
    windowEnd: null,
    aggregation: null,
    unit: null,
    groups: null,
    final: null,
    mapped: null,
  };
  const left = [{ ...row(), ...nulls } as unknown as ComparableRow];
  const { keys } = await sideBySide(left, [row()]);
  expect(keys).toMatchObject([{ verdict: "match", left: { aggregation: "sum" }, hints: [] }]);
});

test.each<[unknown, string]>([
  [{ customers: { c1: 42 } }, 'left.customers, "c1": 42'],
  [{ meters: { m: "" } }, 'left.meters, "m": ""'],
  [{ meters: new Map([["m", "calls"]]) }, "left.meters"],
  [{ meter: { m: "calls" } }, 'left: "meter"'],
  [[], "left: []"],
  [{ dimensions: "region" }, 'left.dimensions: "region"'],
])("a map such as %j is refused", async (map, message) => {
  const left = { rows: [row()], map: map as SideMap };
  const error = await compare(query, { left, right: [row()] }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "invalid_input", field: "map" });
  expect(String(error)).toContain(`map: ${message}`);
});
