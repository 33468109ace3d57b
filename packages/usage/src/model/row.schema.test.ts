import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { Aggregation, Window } from "./query.js";
import type { Derivation, IncompleteReason, UsageRow } from "./row.js";
import schema from "./row.schema.json" with { type: "json" };

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
formats.default(ajv);
const isRow = ajv.compile(schema);

const row: UsageRow = {
  vendor: "metronome",
  connection: "billing",
  meterId: "api_calls",
  meterName: "API calls",
  customerId: "c1",
  customerName: null,
  window: "day",
  windowStart: "2026-03-01T00:00:00.000Z",
  windowEnd: "2026-03-02T00:00:00.000Z",
  value: "9007199254740993.25",
  unit: null,
  measures: "usage",
  aggregation: "count",
  groups: { region: "eu", tier: null },
  complete: true,
  final: false,
  observedAt: "2026-03-02T10:00:00.123Z",
};

describe("the schema and the type have the same", () => {
  // A member that the type gains or loses does not compile here until it is in both.
  type Optional = { [Name in keyof UsageRow]-?: undefined extends UsageRow[Name] ? Name : never }[keyof UsageRow];
  const optional: Record<Optional, true> = { incompleteReason: true, derived: true, mapped: true, raw: true };
  const required: Record<Exclude<keyof UsageRow, Optional>, unknown> = row;

  test("members", () => {
    expect([...schema.required].sort()).toEqual(Object.keys(required).sort());
    expect(Object.keys(schema.properties).sort()).toEqual([...schema.required, ...Object.keys(optional)].sort());
  });

  test("choices", () => {
    const windows: Record<Window, 0> = { hour: 0, day: 0, week: 0, month: 0, none: 0 };
    const kinds: Record<Aggregation, 0> = {
      ...{ sum: 0, count: 0, min: 0, max: 0 },
      ...{ unique: 0, latest: 0, average: 0, unknown: 0 },
    };
    const reasons: Record<IncompleteReason, 0> = { open: 0, clipped: 0, truncated: 0 };
    const methods: Record<Derivation["method"], 0> = { sum: 0, min: 0, max: 0 };
    const measures: Record<UsageRow["measures"], 0> = { usage: 0, cost: 0 };
    const members: Record<keyof Derivation, 0> = { from: 0, parts: 0, method: 0 };
    const { properties, $defs } = schema;
    expect($defs.window.enum).toEqual(Object.keys(windows));
    expect(properties.measures.enum).toEqual(Object.keys(measures));
    expect(properties.aggregation.enum).toEqual(Object.keys(kinds));
    expect(properties.incompleteReason.enum).toEqual(Object.keys(reasons));
    expect(properties.derived.properties.method.enum).toEqual(Object.keys(methods));
    expect(Object.keys(properties.derived.properties)).toEqual(Object.keys(members));
  });

  test("a description of each", () => {
    const { properties } = schema;
    const all = { ...properties, ...properties.derived.properties, ...properties.mapped.properties };
    for (const { description } of Object.values(all)) expect(description).toMatch(/.{20,}\.$/);
  });
});

describe("the schema", () => {
  test.each<[string, Partial<UsageRow>]>([
    ["an ordinary row", {}],
    ["no data", { value: null }],
    ["a total of the account", { customerId: null, groups: {} }],
    ["an open window", { complete: false, incompleteReason: "open" }],
    ["a computed value", { derived: { from: "hour", parts: 24, method: "sum" } }],
    ["a cost in its currency", { measures: "cost", unit: "EUR" }],
    ["mapped names", { mapped: { meter: "calls" } }],
  ])("takes %s", (_, change) => {
    isRow({ ...row, ...change });
    expect(isRow.errors ?? []).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a number for a value", { value: 5 }],
    ["an exponent", { value: "1e3" }],
    ["zeros behind the point", { value: "1.50" }],
    ["-0", { value: "-0" }],
    ["a start without milliseconds", { windowStart: "2026-03-01T00:00:00Z" }],
    ["a date that does not exist", { windowStart: "2026-02-30T00:00:00.000Z" }],
    ["a window that is none", { window: "minute" }],
    ["a group that is a number", { groups: { region: 3 } }],
    ["a member that is not known", { total: "3" }],
    ["an incomplete row without its reason", { complete: false }],
    ["a complete row with a reason", { incompleteReason: "open" }],
    ["an open row that is final", { complete: false, incompleteReason: "open", final: true }],
    ["a derivation without its parts", { derived: { from: "hour", method: "sum" } }],
    ["a cost without its currency", { measures: "cost" }],
    ["a cost in what is no currency", { measures: "cost", unit: "usd" }],
    ["no unit at all", { unit: undefined }],
  ])("refuses %s", (_, change) => {
    expect(isRow(JSON.parse(JSON.stringify({ ...row, ...change })))).toBe(false);
  });
});
