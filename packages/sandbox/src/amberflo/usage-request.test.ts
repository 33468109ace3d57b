import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, seconds, startAmberflo, usageRequest } from "../../test/amberflo.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const { timeRange } = usageRequest;

it.each<[string, unknown, RegExp]>([
  ["text", "{", /JSON/],
  ["a list", [], /object/],
  ["no meter", { timeRange }, /meterApiName/],
  ["no range", { meterApiName: "api_calls" }, /timeRange/],
  ["no start", { ...usageRequest, timeRange: { endTimeInSeconds: 5 } }, /startTimeInSeconds/],
  [
    "a date in place of a start",
    { ...usageRequest, timeRange: { startTimeInSeconds: "2026-03-01" } },
    /startTimeInSeconds/,
  ],
  ["half a second", { ...usageRequest, timeRange: { startTimeInSeconds: 0.5 } }, /startTimeInSeconds.*integer/],
  ["a quarter", { ...usageRequest, timeGroupingInterval: "quarter" }, /timeGroupingInterval/],
  ["an unknown aggregation", { ...usageRequest, aggregation: "median" }, /aggregation/],
  ["a dimension in place of a list", { ...usageRequest, groupBy: "region" }, /groupBy/],
  ["numbers in a filter", { ...usageRequest, filter: { region: [1] } }, /filter/],
  ["a take of zero", { ...usageRequest, take: { limit: 0 } }, /limit/],
  [
    "a flat body",
    {
      meterApiName: "api_calls",
      startTimeInSeconds: 0,
      endTimeInSeconds: 9,
      aggregation: "SUM",
      customerFilter: ["x"],
    },
    /timeRange/,
  ],
])("rule body: %s is 400", async (_, body, message) => {
  const answer = await caller.send("POST", "/usage", body);
  expect([answer.status, answer.rule]).toEqual([400, "body"]);
  expect(answer.message).toMatch(message);
});

it("rule body: a batch must be a list, also at the portal", async () => {
  expect((await caller.send("POST", "/usage/batch", usageRequest)).rule).toBe("body");
  expect((await caller.portal(usageRequest)).rule).toBe("body");
});

it("rule unknown-field: an unknown field is accepted and ignored at any depth", async () => {
  const more = { startTimeInSeconds: 0, timeRange: { ...timeRange, zone: "Europe/Berlin" }, limit: 5 };
  expect((await caller.usage(more)).text).toBe((await caller.usage({})).text);
});

it("rule customer-filter: customerFilter is 400, never the usage of every customer", async () => {
  const answer = await caller.usage({ customerFilter: ["northlight-atlas"] });
  expect([answer.status, answer.rule]).toEqual([400, "customer-filter"]);
  expect(answer.message).toContain("filter.customerId");
});

it("rule rescale: rescaleFunction is 400", async () => {
  const answer = await caller.usage({ rescaleFunction: { function: "multiply", coefficient: 2 } });
  expect([answer.status, answer.rule]).toEqual([400, "rescale"]);
});

it("rule minimize-fresh: minimizeFresh is accepted and ignored", async () => {
  const answer = await caller.send("POST", "/usage?minimizeFresh=true", usageRequest);
  expect(answer.status).toBe(200);
  expect(answer.text).toBe((await caller.usage({})).text);
});

it("rule known-meter: an unknown meter name is 400, and so is an id or a label", async () => {
  for (const meterApiName of ["nothing", "API calls", "peak_latency"]) {
    const answer = await caller.usage({ meterApiName });
    expect([answer.status, answer.rule]).toEqual([400, "known-meter"]);
    expect(answer.message).toContain(meterApiName);
  }
});

it("rule enum-case: upper, lower and title case have the same answer", async () => {
  const { text } = await caller.usage({});
  expect(JSON.parse(text).metadata).toMatchObject({ aggregation: "sum", timeGroupingInterval: "day" });
  for (const timeGroupingInterval of ["day", "Day", "DAY"]) {
    for (const aggregation of ["sum", "Sum", "SUM"]) {
      expect((await caller.usage({ timeGroupingInterval, aggregation })).text).toBe(text);
    }
  }
});

it.each([
  { startTimeInSeconds: seconds("2026-03-10") * 1000 },
  { startTimeInSeconds: seconds("2026-03-10"), endTimeInSeconds: seconds("2026-03-11") * 1000 },
  { startTimeInSeconds: -200_000_000_000 },
])("rule seconds: %o is 400", async (range) => {
  const answer = await caller.usage({ timeRange: range });
  expect([answer.status, answer.rule]).toEqual([400, "seconds"]);
});

it("rule range-order: an end at or before the start is 400, and so is no end with a start in the future", async () => {
  const startTimeInSeconds = seconds("2026-03-10");
  for (const range of [
    { startTimeInSeconds, endTimeInSeconds: startTimeInSeconds },
    { startTimeInSeconds, endTimeInSeconds: startTimeInSeconds - 1 },
    { startTimeInSeconds: seconds("2026-04-01") },
  ]) {
    const answer = await caller.usage({ timeRange: range });
    expect([answer.status, answer.rule]).toEqual([400, "range-order"]);
  }
});

it("rule dimensions: an undeclared dimension is 400 in groupBy and in filter", async () => {
  for (const [body, dimension] of [
    [{ groupBy: ["region", "model"] }, "model"],
    [{ filter: { model: ["tern-1"] } }, "model"],
    // The property that the meter itself counts.
    [{ meterApiName: "active_users", groupBy: ["user"] }, "user"],
    [{ groupBy: ["customer_id"] }, "customer_id"],
  ] as const) {
    const answer = await caller.usage(body);
    expect([answer.status, answer.rule]).toEqual([400, "dimensions"]);
    expect(answer.message).toContain(dimension);
  }
});

it("rule empty-filter: an empty list is 400, and an empty filter is accepted", async () => {
  const answer = await caller.usage({ filter: { customerId: [] } });
  expect([answer.status, answer.rule]).toEqual([400, "empty-filter"]);
  const all = await caller.report({});
  expect((await caller.report({ filter: {} })).clientMeters).toEqual(all.clientMeters);
});
