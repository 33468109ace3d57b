import { describe, expect, test } from "vitest";
import type { UsageQuery } from "./model/query.js";
import { normalizeQuery, refuseUnsupported } from "./normalize.js";
import type { Provider } from "./provider.js";

const now = Date.parse("2026-03-10T15:23:00Z");
const query: UsageQuery = { start: "2026-03-01", end: "2026-03-02", window: "day" };
const provider = {
  vendor: "metronome",
  capabilities: {
    windows: { hour: "any", day: "any", none: "any" },
    bounds: "day",
    longestDays: 90,
    groupByKeys: 1,
    filters: [],
    customers: "own",
    total: false,
    lateHours: 1,
  },
} as unknown as Provider; // The rest of a provider asks; nothing here may.

describe("malformed input is refused by its field", () => {
  test.each<[string, Record<string, unknown>]>([
    ["window", { window: "minute" }],
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["incomplete", { incomplete: "maybe" }],
    ["aggregation", { aggregation: "mean" }],
    ["filter.region", { filter: { region: [] } }],
    ["filter.region", { filter: { region: "eu" } }],
    ["maxRequests", { maxRequests: 0 }],
    ["maxRequests", { maxRequests: 1.5 }],
    ["meters", { meters: [] }],
    ["meters", { meters: "one" }],
    ["customers", { customers: [""] }],
    ["groupBy", { groupBy: [3] }],
    ["start", { start: "2026-03-01T00:00:00" }],
    ["end", { end: undefined }],
  ])("%s: %j", (field, change) => {
    const malformed = { ...query, ...change } as UsageQuery;
    expect(() => normalizeQuery(malformed)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  });
});

describe("what is not answered exactly is refused by its field", () => {
  test.each<[string, Partial<UsageQuery>]>([
    ["window", { window: "week" }],
    ["window", { window: "month" }],
    ["timeZone", { timeZone: "Europe/Berlin" }],
    ["groupBy", { groupBy: ["region", "model"] }],
    ["customers", { customers: "total" }],
    ["customers", { customers: ["c1"] }],
    ["end", { window: "none", start: "2025-12-01" }],
    ["filter", { filter: { region: ["eu"] } }],
    ["start", { start: "2026-03-01T05:00Z" }],
  ])("%s: %j", (field, change) => {
    const normalized = normalizeQuery({ ...query, ...change });
    expect(() => refuseUnsupported(normalized, provider, now)).toThrow(
      expect.objectContaining({ code: "unsupported", field, vendor: "metronome" }),
    );
  });
});

test("no dimension is no grouping", () => {
  expect(normalizeQuery({ ...query, groupBy: [] }).groupBy).toEqual([]);
});

test("an ordinary question is neither", () => {
  const normalized = normalizeQuery({ ...query, groupBy: ["region"], timeZone: "UTC", filter: {} });
  expect(refuseUnsupported(normalized, provider, now).requestEnd).toBe(Date.parse("2026-03-02"));
});
