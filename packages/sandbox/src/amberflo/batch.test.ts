import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, type Report, seconds, startAmberflo, usageRequest } from "../../test/amberflo.js";
import { readExactly } from "../../test/send.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

it("rule batch-order: each query of a batch has the report it would have alone, in order", async () => {
  const bodies = [
    usageRequest,
    { ...usageRequest, meterApiName: "settled", groupBy: ["customerId"] },
    { ...usageRequest, timeGroupingInterval: "hour" },
  ];
  const { text } = await caller.send("POST", "/usage/batch", bodies);
  const alone = await Promise.all(bodies.map(async (body) => (await caller.usage(body)).text));
  expect(text).toBe(`[${alone.join(",")}]`);
  expect((await caller.send("POST", "/usage/batch", [])).text).toBe("[]");
});

it("rule batch-order: a portal batch has the reports of the account for that customer", async () => {
  const bodies = [usageRequest, { ...usageRequest, meterApiName: "settled", groupBy: ["customerId"] }];
  const reports = readExactly<Report[]>((await caller.portal(bodies)).text);
  const filter = { customerId: "northlight-atlas" };
  const own = await Promise.all(bodies.map((body) => caller.report({ ...body, filter })));
  expect(reports.map(({ clientMeters }) => clientMeters)).toEqual(own.map(({ clientMeters }) => clientMeters));
  expect(reports.map(({ clientMeters }) => clientMeters.length)).toEqual([1, 1]);
});

it("rule batch-failure: one invalid query refuses the batch, at the portal too", async () => {
  const bodies = [usageRequest, { ...usageRequest, meterApiName: "nothing" }];
  for (const answer of [await caller.send("POST", "/usage/batch", bodies), await caller.portal(bodies)]) {
    expect([answer.status, answer.rule]).toEqual([400, "known-meter"]);
  }
});

it("rule echo: metadata echoes the request, absent members as null", async () => {
  const plain = JSON.parse((await caller.usage({})).text).metadata;
  expect(plain).toEqual({
    account: expect.any(String),
    meterApiName: "api_calls",
    aggregation: "sum",
    timeRange: usageRequest.timeRange,
    filter: null,
    groupBy: null,
    take: null,
    timeGroupingInterval: "day",
    valuesTimeGroupingInterval: "day",
  });
});

it("rule echo: bounds are echoed as sent, filter values as lists, and take in full", async () => {
  const startTimeInSeconds = seconds("2026-03-10T05:21:33Z");
  const body = {
    timeRange: { startTimeInSeconds, endTimeInSeconds: null },
    filter: { region: "us-east", customerId: ["a", "b"] },
    groupBy: ["region"],
    take: { limit: 4 },
  };
  expect(JSON.parse((await caller.usage(body)).text).metadata).toMatchObject({
    timeRange: { startTimeInSeconds, endTimeInSeconds: null },
    filter: { region: ["us-east"], customerId: ["a", "b"] },
    groupBy: ["region"],
    take: { limit: 4, isAscending: false },
  });
  const open = JSON.parse((await caller.usage({ timeRange: { startTimeInSeconds }, groupBy: [], filter: {} })).text);
  expect(open.metadata).toMatchObject({ timeRange: { endTimeInSeconds: null }, groupBy: [], filter: {} });
});
