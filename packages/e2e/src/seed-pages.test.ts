import { compileUsageQuery } from "@metermux/amberflo";
import { createMetronome, unwrap } from "@metermux/metronome";
import { createWowzaVideo, resourceFilter, unwrap as unwrapWowza } from "@metermux/wowza-video";
import { expect, test } from "vitest";
import { readReports } from "../../usage/src/amberflo/read-reports.js";
import { readPage } from "../../usage/src/metronome/read-page.js";
import type { Meter, Question } from "../../usage/src/provider.js";
import { readAccount } from "../../usage/src/wowza-video/index.js";
import { judgeBody } from "./contract-body.js";

// The requests of the vendors' documentation pages are bodies that the specs accept, and their answers become
// measurements. The values are the vendors' documentation data, placeholders included.
const meter = (id: string): Meter => ({
  id,
  name: null,
  aggregation: "sum",
  unit: null,
  dimensions: undefined,
  measures: "usage",
  archived: false,
});

function question(meterId: string, start: string, end: string, more: Partial<Question> = {}): Question {
  const bounds = { start: Date.parse(start), end: Date.parse(end) };
  return {
    operation: "",
    spans: [],
    meters: [meter(meterId)],
    customers: [],
    scope: "every",
    ...bounds,
    window: "day",
    timeZone: "UTC",
    groupBy: [],
    filter: {},
    ...more,
  };
}

test("Amberflo: the documented batch query of the customer portal is accepted and read", () => {
  // The page shows one object; the vendor's own client sends a list, and so does the spec.
  const request = {
    meterApiName: "apicalls",
    timeGroupingInterval: "day",
    timeRange: { startTimeInSeconds: 1619293642 },
  };
  expect(judgeBody("amberflo", "POST /customer-portal/usage-batch", [request])).toBeUndefined();
  expect(judgeBody("amberflo", "POST /customer-portal/usage-batch", request)).toContain("array");
  // The documented answer with its placeholders typed as the recorded ones are.
  const answer = [
    {
      metadata: {
        aggregation: "",
        meterApiName: "",
        timeGroupingInterval: "",
        valuesTimeGroupingInterval: "",
        timeRange: { startTimeInSeconds: 0, endTimeInSeconds: 0 },
        groupBy: [""],
        take: { limit: 0, isAscending: false },
        filter: null,
      },
      secondsSinceEpochIntervals: [0],
      clientMeters: [
        {
          group: { groupInfo: {} },
          groupValue: "0",
          values: [{ value: "0", secondsSinceEpochUtc: 0, percentageFromPrevious: 0 }],
        },
      ],
    },
  ];
  const asked = question("", "1970-01-01", "1970-01-02", { scope: "total" });
  expect(readReports(answer, asked, [""]).measurements).toEqual([
    { meterId: "", customerId: null, groups: {}, start: 0, end: 86_400_000, value: "0" },
  ]);
});

test("Amberflo: the documented usage query request is compiled to a body", () => {
  const document = {
    meterApiName: "api-calls",
    startTimeInSeconds: 1718100000,
    endTimeInSeconds: 1718186400,
    aggregation: "SUM",
    timeGroupingInterval: "DAY",
    groupBy: ["customerId"],
  };
  for (const change of [
    {},
    { customerFilter: ["c1"] },
    { filter: { region: ["eu"] } },
    { aggregation: "MAX", timeGroupingInterval: "MONTH" },
  ]) {
    const body = compileUsageQuery({ ...document, ...change });
    expect(judgeBody("amberflo", "POST /usage", body)).toBeUndefined();
    expect(judgeBody("amberflo", "POST /usage/batch", [body])).toBeUndefined();
  }
  // The document itself is no body.
  expect(judgeBody("amberflo", "POST /usage", document)).toContain("timeRange");
});

test("Metronome: the documented batched usage request of the Go client page is accepted", async () => {
  const request = { ending_before: "2021-01-03T00:00:00Z", starting_on: "2021-01-01T00:00:00Z", window_size: "day" };
  expect(judgeBody("metronome", "POST /v1/usage", request)).toBeUndefined();
  const id = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e";
  const at = "2019-12-27T18:11:19.117Z";
  const answer = `{"data":[{"billable_metric_id":"${id}","billable_metric_name":"billable_metric_name","customer_id":"${id}","end_timestamp":"${at}","start_timestamp":"${at}","value":0,"groups":{"foo":0}}],"next_page":"next_page"}`;
  const client = createMetronome({ token: "t", fetch: async () => new Response(answer) });
  const { data, next_page } = await unwrap(client.POST("/v1/usage", { body: { ...request, window_size: "day" } }));
  expect(next_page).toBe("next_page");
  // The page's placeholders make an empty window, which is not an answer.
  expect(() => readPage(data, question(id, at, at))).toThrow(/a row of meter .* outside of it/);
  const [from, to] = ["2019-12-27T00:00:00.000Z", "2019-12-28T00:00:00.000Z"];
  const rows = data.map((row) => ({ ...row, start_timestamp: from, end_timestamp: to }));
  const shared = { meterId: id, customerId: id, start: Date.parse(from), end: Date.parse(to) };
  expect(readPage(rows, question(id, from, to)).measurements).toMatchObject([{ ...shared, value: "0", groups: {} }]);
  expect(readPage(rows, question(id, from, to, { groupBy: ["key"] })).measurements).toMatchObject([
    { ...shared, value: "0", groups: { key: "foo" } },
  ]);
});

test("Metronome: the documented batched usage answer of the API page is read", async () => {
  const request = {
    window_size: "day",
    starting_on: "2021-01-01T00:00:00Z",
    ending_before: "2021-01-03T00:00:00Z",
  } as const;
  expect(judgeBody("metronome", "POST /v1/usage", request)).toBeUndefined();
  const customer = "d7abd0cd-4ae9-4db7-8676-e986a4ebd8dc";
  const metric = "9570e4f3-d1da-4b95-ba81-bd40ee002727";
  const row = (start: string, end: string) =>
    `{"customer_id":"${customer}","billable_metric_id":"${metric}","billable_metric_name":"CPU hours","start_timestamp":"${start}","end_timestamp":"${end}","value":1234}`;
  const rows = [
    row("2021-01-01T00:00:00Z", "2021-01-02T00:00:00Z"),
    row("2021-01-02T00:00:00Z", "2021-01-03T00:00:00Z"),
  ];
  const client = createMetronome({
    token: "t",
    fetch: async () => new Response(`{"data":[${rows}],"next_page":null}`),
  });
  const { data } = await unwrap(client.POST("/v1/usage", { body: request }));
  const { measurements } = readPage(data, question(metric, request.starting_on, request.ending_before));
  expect(measurements.map(({ start, end, value }) => [start, end, value])).toEqual([
    [Date.parse("2021-01-01"), Date.parse("2021-01-02"), "1234"],
    [Date.parse("2021-01-02"), Date.parse("2021-01-03"), "1234"],
  ]);
});

test("Wowza Video: the documented account usage is read", async () => {
  const answer =
    '{"account":{"id":"rfP7rDv2","viewing_seconds":44925498,"avg_viewing_seconds":2634,"viewing_bytes":22886,"egress_seconds":49549,"egress_seconds_additional_targets":345,"egress_bytes":7066810,"trend":[{"sampled_at":"2019-10-01T08:00:00.000Z","viewing_seconds":45,"viewing_bytes":20}]},"limits":{"resources":["transcoders","vod_streams"],"from":"2021-01-07T00:00:00.000Z","to":"2021-10-05T00:00:00.000Z"}}';
  const urls: string[] = [];
  const fetch = async (request: Request) => {
    urls.push(request.url);
    return new Response(answer);
  };
  const client = createWowzaVideo({ token: "t", fetch });
  const query = resourceFilter("vod_streams");
  const account = await unwrapWowza(client.GET("/usage/account", { params: { query } }));
  expect(urls[0]).toContain("/usage/account?filter[0][field]=resource&filter[0][eq]=vod_streams");
  const [start, end] = ["2021-01-07T00:00:00Z", "2021-10-05T00:00:00Z"];
  const counters = ["viewing_seconds", "avg_viewing_seconds", "viewing_bytes", "egress_seconds", "egress_bytes"];
  const asked = question("", start, end, { window: "none", meters: counters.map(meter) });
  const { measurements } = readAccount(account, { from: "", to: "" }, asked);
  expect(measurements.map(({ meterId, value }) => [meterId, value])).toEqual([
    ["viewing_seconds", "44925498"],
    ["avg_viewing_seconds", "2634"],
    ["viewing_bytes", "22886"],
    ["egress_seconds", "49549"],
    ["egress_bytes", "7066810"],
  ]);
  expect(measurements.every((each) => each.start === Date.parse(start) && each.end === Date.parse(end))).toBe(true);
});
