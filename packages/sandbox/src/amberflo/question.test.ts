import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, question, seconds, startAmberflo } from "../../test/amberflo.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const { timeRange } = question;

it.each<[string, unknown, RegExp]>([
  ["text", "{", /JSON/],
  ["a list", [], /object/],
  ["no meter", { timeRange }, /meterApiName/],
  ["no range", { meterApiName: "api_calls" }, /timeRange/],
  ["no start", { ...question, timeRange: { endTimeInSeconds: 5 } }, /startTimeInSeconds/],
  ["a date for a start", { ...question, timeRange: { startTimeInSeconds: "2026-03-01" } }, /startTimeInSeconds/],
  ["half a second", { ...question, timeRange: { startTimeInSeconds: 0.5 } }, /startTimeInSeconds.*integer/],
  ["a quarter", { ...question, timeGroupingInterval: "quarter" }, /timeGroupingInterval/],
  ["an unknown aggregation", { ...question, aggregation: "median" }, /aggregation/],
  ["a dimension for a list", { ...question, groupBy: "region" }, /groupBy/],
  ["numbers in a filter", { ...question, filter: { region: [1] } }, /filter/],
  ["nothing to take", { ...question, take: { limit: 0 } }, /limit/],
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

it("rule body: a batch is a list, also at the portal", async () => {
  expect((await caller.send("POST", "/usage/batch", question)).rule).toBe("body");
  expect((await caller.portal(question)).rule).toBe("body");
});

it("rule unknown-field: let pass, at any depth, and nothing changes", async () => {
  const more = { startTimeInSeconds: 0, timeRange: { ...timeRange, zone: "Europe/Berlin" }, limit: 5 };
  expect((await caller.usage(more)).text).toBe((await caller.usage({})).text);
});

it("rule customer-filter: 400, never everyone's usage", async () => {
  const answer = await caller.usage({ customerFilter: ["northlight-atlas"] });
  expect([answer.status, answer.rule]).toEqual([400, "customer-filter"]);
  expect(answer.message).toContain("filter.customerId");
});

it("rule rescale: 400", async () => {
  const answer = await caller.usage({ rescaleFunction: { function: "multiply", coefficient: 2 } });
  expect([answer.status, answer.rule]).toEqual([400, "rescale"]);
});

it("rule minimize-fresh: let pass, and nothing changes", async () => {
  const answer = await caller.send("POST", "/usage?minimizeFresh=true", question);
  expect(answer.status).toBe(200);
  expect(answer.text).toBe((await caller.usage({})).text);
});

it("rule known-meter: another name is 400, an id and a label too", async () => {
  for (const meterApiName of ["nothing", "API calls", "peak_latency"]) {
    const answer = await caller.usage({ meterApiName });
    expect([answer.status, answer.rule]).toEqual([400, "known-meter"]);
    expect(answer.message).toContain(meterApiName);
  }
});

it("rule enum-case: every spelling answers the same", async () => {
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

it("rule range-order: an end at the start, before it, or none after a start that lies ahead, is 400", async () => {
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

it("rule dimensions: what the meter does not declare is 400, in groupBy and in filter", async () => {
  for (const [body, dimension] of [
    [{ groupBy: ["region", "model"] }, "model"],
    [{ filter: { model: ["tern-1"] } }, "model"],
    // What the meter itself counts.
    [{ meterApiName: "active_users", groupBy: ["user"] }, "user"],
    [{ groupBy: ["customer_id"] }, "customer_id"],
  ] as const) {
    const answer = await caller.usage(body);
    expect([answer.status, answer.rule]).toEqual([400, "dimensions"]);
    expect(answer.message).toContain(dimension);
  }
});

it("rule empty-filter: an empty list is 400, an empty filter is none", async () => {
  const answer = await caller.usage({ filter: { customerId: [] } });
  expect([answer.status, answer.rule]).toEqual([400, "empty-filter"]);
  const all = await caller.report({});
  expect((await caller.report({ filter: {} })).clientMeters).toEqual(all.clientMeters);
});
