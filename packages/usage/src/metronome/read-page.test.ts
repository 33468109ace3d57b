import { describe, expect, test } from "vitest";
import type { Meter, Question } from "../provider.js";
import { planCalls } from "./plan.js";
import { readPage } from "./read-page.js";

const meter: Meter = {
  id: "m1",
  name: "CPU hours",
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  measures: "usage",
  archived: false,
};
const question: Question = {
  operation: "POST /v1/usage",
  spans: [],
  meters: [meter],
  customers: [{ id: "c1", name: "One" }],
  start: Date.parse("2026-03-01"),
  end: Date.parse("2026-03-02"),
  window: "day",
  groupBy: [],
  timeZone: "UTC",
  filter: {},
  scope: "every",
};

function row(value: string | null, groups?: Record<string, string | null>) {
  return {
    customer_id: "c1",
    billable_metric_id: "m1",
    billable_metric_name: "CPU hours",
    start_timestamp: "2026-03-01T00:00:00Z",
    end_timestamp: "2026-03-02T00:00:00+00:00",
    value,
    ...(groups && { groups }),
  };
}

describe("planCalls", () => {
  test("names every customer and meter, eight pairs a call", () => {
    const customers = Array.from({ length: 9 }, (_, index) => ({ id: `c${index}`, name: null }));
    const calls = planCalls({ ...question, customers, meters: [meter, { ...meter, id: "m2" }] });
    expect(calls.map(({ requests }) => requests)).toEqual([8, 8, 2]);
    expect(calls.flatMap((call) => call.question.customers)).toEqual(customers);
    expect(calls[2]?.request).toEqual({
      window_size: "DAY",
      starting_on: "2026-03-01T00:00:00.000Z",
      ending_before: "2026-03-02T00:00:00.000Z",
      customer_ids: ["c8"],
      billable_metrics: [{ id: "m1" }, { id: "m2" }],
    });
    const many = Array.from({ length: 9 }, (_, index) => ({ ...meter, id: `m${index}` }));
    expect(planCalls({ ...question, meters: many }).map(({ requests }) => requests)).toEqual([8, 1]);
  });

  test("asks for groups by customer and metric; the filter of a compound key stays here", () => {
    const operation = "POST /v1/usage/groups";
    const [call, ...more] = planCalls({ ...question, operation, groupBy: ["a", "b"], filter: { a: ["x"] } });
    expect(more).toEqual([]);
    const shared = { billable_metric_id: "m1", customer_id: "c1", window_size: "DAY" };
    const bounds = { starting_on: "2026-03-01T00:00:00.000Z", ending_before: "2026-03-02T00:00:00.000Z" };
    expect(call?.request).toEqual({ ...shared, ...bounds, group_key: ["a", "b"] });
    const [simple] = planCalls({ ...question, operation, groupBy: ["a"], filter: { a: ["x"] } });
    expect(simple?.request).toEqual({ ...shared, ...bounds, group_key: ["a"], group_filters: { a: ["x"] } });
  });

  test("asks for groups of many windows in parts of whole days", () => {
    const year = { operation: "POST /v1/usage/groups", groupBy: ["a"], end: question.start + 365 * 86_400_000 };
    const days = (window: "hour" | "day" | "none") =>
      planCalls({ ...question, ...year, window }).map(({ question: { start, end } }) => (end - start) / 86_400_000);
    expect(days("day")).toEqual([256, 109]);
    expect(days("none")).toEqual([365]);
    expect([days("hour")[0], days("hour").length, days("hour").at(-1)]).toEqual([10, 37, 5]);
  });

  test("groups every meter by the one key", () => {
    const [call] = planCalls({ ...question, window: "hour", groupBy: ["region"] });
    expect(call?.request).toMatchObject({
      window_size: "HOUR",
      billable_metrics: [{ id: "m1", group_by: { key: "region" } }],
    });
  });
});

describe("readPage", () => {
  test("reads instants, however they are written, and keeps null and digits", () => {
    const { measurements } = readPage([row("9007199254740993.25"), row(null)], question);
    const shared = { meterId: "m1", customerId: "c1", start: question.start, end: question.end, groups: {} };
    expect(measurements).toEqual([
      { ...shared, value: "9007199254740993.25" },
      { ...shared, value: null },
    ]);
  });

  test("gives a measurement for each group and none for the total", () => {
    const { measurements, remainders } = readPage([row("3", { eu: "3", us: null, "": "0" })], {
      ...question,
      groupBy: ["region"],
    });
    expect(measurements.map(({ groups, value }) => [groups.region, value])).toEqual([
      ["eu", "3"],
      ["us", null],
      ["", "0"],
    ]);
    expect(remainders).toEqual([]);
  });

  test("gives what no group accounts for as a remainder, for sums and counts alone", () => {
    const grouped = { ...question, groupBy: ["region"] };
    const rows = [row("10.5", { eu: "3", us: "0.1" })];
    expect(readPage(rows, grouped).remainders).toMatchObject([{ meterId: "m1", customerId: "c1", value: "7.4" }]);
    expect(readPage([row("2")], grouped).remainders).toMatchObject([{ value: "2" }]);
    const unique: Meter = { ...meter, aggregation: "unique" };
    expect(readPage(rows, { ...grouped, meters: [unique] }).remainders).toEqual([]);
  });

  test("marks a list at the vendor's cap as truncated, and no shorter one", () => {
    const groups = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`g${index}`, "1"]));
    const truncated = (count: number) =>
      new Set(
        readPage([row(String(count), groups(count))], { ...question, groupBy: ["region"] }).measurements.map(
          (each) => each.truncated,
        ),
      );
    expect(truncated(199)).toEqual(new Set([false]));
    expect(truncated(200)).toEqual(new Set([true]));
  });

  test("reports the value of a row without groups, of whatever kind, as a remainder", () => {
    const max = { ...question, groupBy: ["region"], meters: [{ ...meter, aggregation: "max" as const }] };
    expect(readPage([row("5")], max).remainders).toMatchObject([{ value: "5" }]);
    expect(readPage([row("5", { eu: null })], max).remainders).toMatchObject([{ value: "5" }]);
    expect(readPage([row("5", { eu: "5" }), row(null)], max).remainders).toEqual([]);
  });

  test.each(["constructor", "toString", "__proto__"])("reads groups by a dimension called %s as any other", (key) => {
    const grouped = { ...question, groupBy: [key] };
    const { measurements, remainders } = readPage([row("3", JSON.parse('{"__proto__":"1","eu":null}'))], grouped);
    expect(measurements.map(({ groups, value }) => [Object.entries(groups), value])).toEqual([
      [[[key, "__proto__"]], "1"],
      [[[key, "eu"]], null],
    ]);
    expect(remainders).toMatchObject([{ value: "2" }]);
    const [call] = planCalls({ ...grouped });
    expect(JSON.stringify(call?.request)).toContain(`"group_by":{"key":"${key}"}`);
  });

  test("refuses a group that was not asked for, and takes those that were", () => {
    const filtered = { ...question, groupBy: ["region"], filter: { region: ["eu", "us"] } };
    expect(readPage([row("9", { eu: "1" })], filtered).measurements).toHaveLength(1);
    expect(() => readPage([row("9", { eu: "1", asia: "8" })], filtered)).toThrow(
      expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining('"asia"') }),
    );
  });

  test.each<[string, Partial<ReturnType<typeof row>>]>([
    ["lies before the range", { start_timestamp: "2026-02-28T00:00:00Z", end_timestamp: "2026-03-01T00:00:00Z" }],
    ["lies after it", { start_timestamp: "2026-03-02T00:00:00Z", end_timestamp: "2026-03-03T00:00:00Z" }],
    ["reaches out of it", { end_timestamp: "2026-03-03T00:00:00Z" }],
    ["ends as it begins", { end_timestamp: "2026-03-01T00:00:00Z" }],
    ["is of another year", { start_timestamp: "2025-03-01T00:00:00Z", end_timestamp: "2025-03-02T00:00:00Z" }],
  ])("refuses a row that %s", (_, change) => {
    expect(() => readPage([{ ...row("1"), ...change }], question)).toThrow(
      expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining("the request was for") }),
    );
  });

  test.each(["customer_id", "billable_metric_id", "start_timestamp", "end_timestamp", "value"])(
    "refuses a row without %s",
    (member) => {
      const rows = [{ ...row("1", { eu: "1" }), [member]: undefined }];
      for (const groupBy of [[], ["region"]]) {
        expect(() => readPage(rows, { ...question, groupBy })).toThrow(
          expect.objectContaining({ code: "unexpected_response" }),
        );
      }
    },
  );

  test.each(["2026-03-01T00:00:00", "2026-03-01", "1772323200000"])("refuses the time %s: it has no zone", (time) => {
    expect(() => readPage([{ ...row("1"), start_timestamp: time }], question)).toThrow(
      expect.objectContaining({ code: "unexpected_response" }),
    );
  });

  test("refuses a time that is none", () => {
    expect(() => readPage([{ ...row("1"), start_timestamp: "soon" }], question)).toThrow(
      expect.objectContaining({ code: "unexpected_response" }),
    );
  });
});
