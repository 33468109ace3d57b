import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, type Report, startAmberflo, usageRequest } from "../../test/amberflo.js";
import { type CheckedResponse, readExactly } from "../../test/send.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const { startTimeInSeconds, endTimeInSeconds } = usageRequest.timeRange;
const range = `startTimeInSeconds=${startTimeInSeconds}&endTimeInSeconds=${endTimeInSeconds}`;

const all = (query: string): Promise<CheckedResponse> => caller.send("GET", `/usage/all?${query}`);

/** The answers of POST /usage for every meter of the account. */
async function reportsOf(body: object): Promise<Report[]> {
  const meters: { meterApiName: string }[] = JSON.parse((await caller.send("GET", "/meters")).text);
  expect(meters.length).toBeGreaterThan(5);
  return Promise.all(
    meters.map(({ meterApiName }) => caller.report({ ...body, meterApiName, aggregation: undefined })),
  );
}

it("rule all-meters: each meter has a report, in the order of GET /meters", async () => {
  const { text } = await all(`${range}&timeGroupingInterval=DAY`);
  expect(readExactly<Report[]>(text)).toEqual(await reportsOf({}));
});

it("rule all-meters: the range ends now by default, and a report without usage is empty", async () => {
  const { text } = await all(`startTimeInSeconds=${startTimeInSeconds}&timeGroupingInterval=hour&customerId=nobody`);
  const reports = readExactly<Report[]>(text);
  const body = { timeGroupingInterval: "hour", timeRange: { startTimeInSeconds }, filter: { customerId: ["nobody"] } };
  expect(reports).toEqual(await reportsOf(body));
  expect(new Set(reports.map(({ clientMeters }) => clientMeters.length))).toEqual(new Set([0]));
});

it("rule all-customers: reports are grouped by customer, filtered by one, or both", async () => {
  const filter = { customerId: ["northlight-atlas"] };
  for (const [query, body] of [
    ["groupBy=customerId", { groupBy: ["customerId"] }],
    ["customerId=northlight-atlas", { filter }],
    ["groupBy=customerId&customerId=northlight-atlas", { groupBy: ["customerId"], filter }],
  ] as const) {
    const { text } = await all(`${range}&timeGroupingInterval=day&${query}`);
    expect(readExactly<Report[]>(text)).toEqual(await reportsOf(body));
  }
});

it.each<[string, string]>([
  [`timeGroupingInterval=day`, "parameter"],
  [range, "parameter"],
  [`${range}&timeGroupingInterval=quarter`, "parameter"],
  [`${range}&timeGroupingInterval=day&groupBy=region`, "parameter"],
  [`${range}&timeGroupingInterval=day&meterApiName=api_calls`, "undeclared-parameter"],
  [`startTimeInSeconds=${startTimeInSeconds}000&timeGroupingInterval=day`, "seconds"],
])("GET /usage/all?%s is 400", async (query, rule) => {
  const answer = await all(query);
  expect([answer.status, answer.rule]).toEqual([400, rule]);
});
