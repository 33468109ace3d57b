import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, question, type Report, seconds, startAmberflo } from "../../test/amberflo.js";
import { readExactly } from "../../test/send.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

it("rule batch-order: one report for each question, in order, as each alone would have it", async () => {
  const bodies = [
    question,
    { ...question, meterApiName: "settled", groupBy: ["customerId"] },
    { ...question, timeGroupingInterval: "hour" },
  ];
  const { text } = await caller.send("POST", "/usage/batch", bodies);
  const alone = await Promise.all(bodies.map(async (body) => (await caller.usage(body)).text));
  expect(text).toBe(`[${alone.join(",")}]`);
  expect((await caller.send("POST", "/usage/batch", [])).text).toBe("[]");
});

it("rule batch-order: the portal's too, each report as the account would have it for that customer", async () => {
  const bodies = [question, { ...question, meterApiName: "settled", groupBy: ["customerId"] }];
  const reports = readExactly<Report[]>((await caller.portal(bodies)).text);
  const filter = { customerId: "northlight-atlas" };
  const own = await Promise.all(bodies.map((body) => caller.report({ ...body, filter })));
  expect(reports.map(({ clientMeters }) => clientMeters)).toEqual(own.map(({ clientMeters }) => clientMeters));
  expect(reports.map(({ clientMeters }) => clientMeters.length)).toEqual([1, 1]);
});

it("rule batch-failure: one bad question refuses all, at the portal too", async () => {
  const bodies = [question, { ...question, meterApiName: "nothing" }];
  for (const answer of [await caller.send("POST", "/usage/batch", bodies), await caller.portal(bodies)]) {
    expect([answer.status, answer.rule]).toEqual([400, "known-meter"]);
  }
});

it("rule echo: what was asked, absent parts null", async () => {
  const plain = JSON.parse((await caller.usage({})).text).metadata;
  expect(plain).toEqual({
    account: expect.any(String),
    meterApiName: "api_calls",
    aggregation: "sum",
    timeRange: question.timeRange,
    filter: null,
    groupBy: null,
    take: null,
    timeGroupingInterval: "day",
    valuesTimeGroupingInterval: "day",
  });
});

it("rule echo: bounds as sent and not widened, filter values as lists, a take in full", async () => {
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
