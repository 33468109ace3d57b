import { describe, expect, test } from "vitest";
import type { Meter, Question } from "../provider.js";
import { planCalls } from "./plan.js";
import { readReports } from "./read-reports.js";
import { readUsageRequest } from "./usage-request.js";

const start = Date.parse("2026-03-01");
const day = 86_400_000;
const meter: Meter = {
  id: "api_calls",
  name: "API calls",
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  archived: false,
};
const question: Question = {
  operation: "POST /usage/batch",
  spans: [],
  meters: [meter],
  customers: [{ id: "acme", name: "Acme" }],
  scope: "every",
  start,
  end: start + 2 * day,
  window: "day",
  groupBy: [],
  filter: {},
};

function report(groups: [Record<string, string>, string, string[]][], more: { name?: string; first?: number } = {}) {
  const { name = "api_calls", first = start / 1000 } = more;
  return {
    metadata: {
      meterApiName: name,
      aggregation: "sum",
      timeRange: { startTimeInSeconds: first },
      filter: null,
      groupBy: null,
      take: null,
      timeGroupingInterval: "day",
    },
    secondsSinceEpochIntervals: [first, first + 86_400],
    clientMeters: groups.map(([groupInfo, groupValue, values]) => ({
      group: { groupInfo },
      groupValue,
      values: values.map((value, index) => ({
        secondsSinceEpochUtc: first + index * 86_400,
        value,
        percentageFromPrevious: 0,
      })),
    })),
  };
}

describe("planCalls", () => {
  test("asks by customer, without take, in seconds", () => {
    expect(planCalls(question)).toEqual([
      {
        operation: "POST /usage/batch",
        requests: 1,
        question,
        request: [
          {
            meterApiName: "api_calls",
            aggregation: "sum",
            timeGroupingInterval: "day",
            timeRange: { startTimeInSeconds: start / 1000, endTimeInSeconds: start / 1000 + 2 * 86_400 },
            groupBy: ["customerId"],
            filter: {},
          },
        ],
      },
    ]);
  });

  test("names customers as a filter, and a total as no group", () => {
    const named = planCalls({ ...question, scope: "named", groupBy: ["region"], filter: { region: ["eu"] } })[0]
      ?.request[0];
    expect(named).toMatchObject({
      groupBy: ["customerId", "region"],
      filter: { region: ["eu"], customerId: ["acme"] },
    });
    expect(planCalls({ ...question, scope: "total" })[0]?.request[0]).toMatchObject({ groupBy: [], filter: {} });
  });

  test("asks window none at the coarsest interval that aligns", () => {
    const interval = (end: number) =>
      planCalls({ ...question, window: "none", end })[0]?.request[0]?.timeGroupingInterval;
    expect(interval(start + 2 * day)).toBe("day");
    expect(interval(start + day + 3_600_000)).toBe("hour");
  });

  test("asks each meter once, ten in a batch", () => {
    const meters = Array.from({ length: 11 }, (_, index) => ({ ...meter, id: `m${index}` }));
    const calls = planCalls({ ...question, meters });
    expect(calls.map(({ request }) => request.length)).toEqual([10, 1]);
    expect(calls.flatMap(({ request }) => request.map(({ meterApiName }) => meterApiName))).toEqual(
      meters.map(({ id }) => id),
    );
  });

  test("asks for users by sum, as the vendor's client does, and for averages by avg", () => {
    const kinds = (["unique", "average", "max", "unknown"] as const).map((aggregation) => ({ ...meter, aggregation }));
    expect(planCalls({ ...question, meters: kinds })[0]?.request.map(({ aggregation }) => aggregation)).toEqual([
      "sum",
      "avg",
      "max",
      "sum",
    ]);
  });
});

describe("readReports", () => {
  test("gives each group's buckets", () => {
    const { measurements } = readReports([report([[{ customerId: "acme" }, "3", ["1", "2"]]])], question, [
      "api_calls",
    ]);
    expect(measurements).toEqual([
      { meterId: "api_calls", customerId: "acme", groups: {}, start, end: start + day, value: "1" },
      { meterId: "api_calls", customerId: "acme", groups: {}, start: start + day, end: start + 2 * day, value: "2" },
    ]);
  });

  test("gives the group's own value for window none", () => {
    const none = { ...question, window: "none" as const };
    const { measurements } = readReports([report([[{ customerId: "acme" }, "3", ["1", "2"]]])], none, ["api_calls"]);
    expect(measurements).toMatchObject([{ start, end: start + 2 * day, value: "3" }]);
  });

  test("takes no answer of as many rows as the vendor gives at most", () => {
    const values = Array.from({ length: 1_000 }, () => "1");
    const groups = (count: number) =>
      Array.from({ length: count }, (_, index): [Record<string, string>, string, string[]] => [
        { customerId: `c${index}` },
        "1000",
        values,
      ]);
    const none = { ...question, window: "none" as const };
    expect(readReports([report(groups(99))], none, ["api_calls"]).measurements).toHaveLength(99);
    expect(() => readReports([report(groups(100))], none, ["api_calls"])).toThrow(
      expect.objectContaining({ code: "incomplete_result", askForLess: true }),
    );
  });

  test("makes no rows of no data", () => {
    expect(readReports([report([])], question, ["api_calls"])).toEqual({ measurements: [], remainders: [] });
  });

  test("matches reports by the meter they echo, in any order", () => {
    const reports = [report([[{ customerId: "acme" }, "2", ["2", "0"]]], { name: "b" }), report([], { name: "a" })];
    expect(readReports(reports, question, ["a", "b"]).measurements.map(({ meterId }) => meterId)).toEqual(["b", "b"]);
  });

  test.each<[string, ReturnType<typeof report>[], string]>([
    ["a missing report", [], "no report came for meter api_calls"],
    ["another meter's report", [report([], { name: "other" })], "no report came for meter api_calls"],
    ["a report too many", [report([]), report([])], "2 reports came for 1 meters"],
    ["an answer that begins elsewhere", [report([], { first: start / 1000 - 86_400 })], "begins at 2026-02-28"],
  ])("refuses %s", (_, reports, problem) => {
    expect(() => readReports(reports, question, ["api_calls"])).toThrow(problem);
  });

  describe("a group without the dimension", () => {
    const grouped: Question = { ...question, groupBy: ["region"] };
    const read = (groups: Parameters<typeof report>[0]) => readReports([report(groups)], grouped, ["api_calls"]);

    test("alone is the customer's usage without one", () => {
      expect(read([[{ customerId: "acme" }, "3", ["3"]]]).measurements).toMatchObject([
        { groups: { region: null }, value: "3" },
      ]);
    });

    test("beside others is told, and is not a row", () => {
      const page = read([
        [{ customerId: "acme" }, "3", ["3", "0"]],
        [{ customerId: "acme", region: "eu" }, "1", ["1"]],
        [{ customerId: "other" }, "5", ["5"]],
      ]);
      expect(page.measurements.map(({ customerId, groups }) => [customerId, groups.region])).toEqual([
        ["acme", "eu"],
        ["other", null],
      ]);
      expect(page.remainders).toMatchObject([{ customerId: "acme", value: "3" }]);
    });

    test("and without a customer is nobody's row", () => {
      expect(read([[{}, "3", ["3"]]])).toMatchObject({
        measurements: [],
        remainders: [{ customerId: null, value: "3" }],
      });
    });
  });
});

describe("readUsageRequest", () => {
  const document = {
    meterApiName: "api-calls",
    startTimeInSeconds: 1718100000,
    endTimeInSeconds: 1718186400,
    aggregation: "SUM",
    timeGroupingInterval: "DAY",
    groupBy: ["customerId"],
  };

  test("widens the range to whole buckets, as the vendor does", () => {
    expect(readUsageRequest(document)).toEqual({
      meters: ["api-calls"],
      customers: undefined,
      start: new Date("2024-06-11T00:00:00Z"),
      end: new Date("2024-06-13T00:00:00Z"),
      window: "day",
      groupBy: [],
      filter: {},
      aggregation: undefined,
    });
  });

  test("takes customers from either place, and their sum from none", () => {
    const filtered = { ...document, filter: { customerId: ["a"], region: ["eu"] }, groupBy: ["customerId", "region"] };
    expect(readUsageRequest(filtered)).toMatchObject({
      customers: ["a"],
      filter: { region: ["eu"] },
      groupBy: ["region"],
    });
    expect(readUsageRequest({ ...document, customerFilter: ["b"] })).toMatchObject({ customers: ["b"], filter: {} });
    expect(readUsageRequest({ ...document, groupBy: ["region"] })).toMatchObject({ customers: "total" });
  });

  test.each([
    ["WEEK", "2026-03-02", "2026-03-16"],
    ["MONTH", "2026-03-01", "2026-04-01"],
  ])("reads %s as the whole ones that the range touches", (timeGroupingInterval, from, to) => {
    const bounds = {
      startTimeInSeconds: Date.parse("2026-03-04") / 1000,
      endTimeInSeconds: Date.parse("2026-03-10") / 1000,
    };
    expect(readUsageRequest({ ...document, ...bounds, timeGroupingInterval })).toMatchObject({
      window: timeGroupingInterval.toLowerCase(),
      start: new Date(from),
      end: new Date(to),
    });
  });
});
