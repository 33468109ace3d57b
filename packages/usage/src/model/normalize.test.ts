import { describe, expect, test } from "vitest";
import { normalizeQuery } from "./normalize.js";
import type { UsageQuery } from "./query.js";

const query: UsageQuery = { start: "2026-03-01", end: "2026-03-02", window: "day" };

describe("malformed input is refused by its field", () => {
  test.each<[string, Record<string, unknown>]>([
    ["window", { window: "minute" }],
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["timeZone", { timeZone: "+02:00" }],
    ["keepGoing", { keepGoing: "yes" }],
    ["raw", { raw: "yes" }],
    ["maxRequests", { maxRequests: 5n }],
    ["meters", { meters: 5n }],
    ["signal", { signal: Object.create(null) }],
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
    ["connections", { connections: "billing" }],
    ["connections", { connections: [] }],
    ["filter", { filter: ["region"] }],
    ["maxRequests", { maxRequests: "5" }],
    ["groupby", { groupby: ["region"] }],
    ["signal", { signal: {} }],
    ["timeZone", { timeZone: "europe/berlin" }],
  ])("%s: %o", (field, change) => {
    const malformed = { ...query, ...change } as UsageQuery;
    expect(() => normalizeQuery(malformed)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ groupby: ["region"] }, "groupby: a field that no query has cannot be used; use groupBy"],
  [{ colour: 1 }, "colour: a field that no query has cannot be used; known: connections, meters"],
  [{ timeZone: "Europe/Berln" }, 'timeZone: "Europe/Berln" cannot be used; use Europe/Berlin'],
  [{ timeZone: "europe/berlin" }, 'timeZone: "europe/berlin" cannot be used; use Europe/Berlin'],
  [{ timeZone: "+02:00" }, "use an IANA name such as Europe/Berlin"],
  [{ maxRequests: "5" }, 'maxRequests: "5" cannot be used'],
  [{ keepGoing: "a".repeat(5000) }, `keepGoing: "${"a".repeat(99)}… cannot be used`],
])("%j is refused with what is likely meant", (change, message) => {
  expect(() => normalizeQuery({ ...query, ...change } as UsageQuery)).toThrow(message);
});

test("no query, and a field that is not given, are told apart", () => {
  expect(() => normalizeQuery(undefined as unknown as UsageQuery)).toThrow("query: undefined cannot be used");
  expect(normalizeQuery({ ...query, colour: undefined } as UsageQuery).window).toBe("day");
  for (const timeZone of ["Europe/Berlin", "UTC", "America/Los_Angeles", "Asia/Kolkata"]) {
    expect(normalizeQuery({ ...query, timeZone }).timeZone).toBe(timeZone);
  }
});

test("no dimension is no grouping", () => {
  expect(normalizeQuery({ ...query, groupBy: [] }).groupBy).toEqual([]);
});

test("a date means its first instant in the query's zone", () => {
  const { start, end } = normalizeQuery({
    ...query,
    timeZone: "Europe/Berlin",
    start: "2026-03-29",
    end: "2026-03-30",
  });
  expect([new Date(start), new Date(end)]).toEqual([new Date("2026-03-28T23:00Z"), new Date("2026-03-29T22:00Z")]);
});

test("names and values count once", () => {
  const normalized = normalizeQuery({ ...query, groupBy: ["a", "a"], filter: { b: ["x", "x"] } });
  expect([normalized.groupBy, normalized.filter]).toEqual([["a"], { b: ["x"] }]);
});
