import { describe, expect, test } from "vitest";
import type { Meter, Question } from "../provider.js";
import { amberflo } from "./index.js";
import { planCalls } from "./plan.js";
import { readUsageRequest } from "./usage-request.js";

const start = Date.parse("2026-03-01");
const day = 86_400_000;
const meter: Meter = {
  id: "api_calls",
  name: "API calls",
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  measures: "usage",
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
  timeZone: "UTC",
  filter: {},
};

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

  test.each([
    ["2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z", "hour"],
    ["2026-03-01", "2026-03-02", "day"],
    ["2026-03-02", "2026-03-09", "week"],
    ["2026-03-01", "2026-04-01", "month"],
  ])("asks for users from %s to %s as one %s, whose value is the vendor's own", (from, to, interval) => {
    const range = { start: Date.parse(from), end: Date.parse(to), window: "none" as const };
    const [call] = planCalls({ ...question, ...range, meters: [{ ...meter, aggregation: "unique" }] });
    expect(call?.request).toMatchObject([{ aggregation: "sum", timeGroupingInterval: interval }]);
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

describe("the kind of a meter", () => {
  type Listed = Record<string, unknown>;
  const kindOf = async (meter: Listed) => {
    const listed = [{ id: "1", meterApiName: "m", dimensions: [], ...meter }];
    const provider = amberflo({ apiKey: "k", fetch: async () => Response.json(listed) });
    return (await provider.meters(["m"], new AbortController().signal))[0]?.aggregation;
  };

  test.each<[Listed, string]>([
    [{ meterType: "sum_of_all_usage" }, "sum"],
    [{ meterType: "sum_of_all_usage", measurementType: "incremental" }, "sum"],
    [{ meterType: "sum_of_all_usage", measurementType: "incremental", longLasting: true }, "max"],
    [{ meterType: "sum_of_all_usage", measurementType: "total_amount" }, "max"],
    [{ measurementType: "incremental", longLasting: true }, "max"],
    [{ measurementType: "total_amount", longLasting: false }, "max"],
    [{ measurementType: "incremental" }, "unknown"],
    [{ measurementType: "event_duration", viewGroupingFunction: "AVG" }, "average"],
    [{ measurementType: "event_duration", viewGroupingFunction: "sum" }, "sum"],
    [{ measurementType: "event_duration", viewGroupingFunction: "constructor" }, "unknown"],
    [{ meterType: "event_duration", measurementType: "event_duration" }, "unknown"],
    [{ meterType: "active_users", measurementType: "total_amount" }, "unique"],
    [{ meterType: "constructor" }, "unknown"],
  ])("of %j is %s", async (meter, kind) => {
    expect(await kindOf(meter)).toBe(kind);
  });

  test("a meter by business unit is asked for without customers, grouped and filtered by its unit", () => {
    const byUnit = { ...question, scope: "total", groupBy: ["business_unit_id"] } as const;
    const filter = { business_unit_id: ["bu-1"] };
    expect(planCalls({ ...byUnit, filter })[0]?.request[0]).toMatchObject({ groupBy: ["business_unit_id"], filter });
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
