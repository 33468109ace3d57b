import { expect, expectTypeOf, test } from "vitest";
import { createMetronome, paginate, unwrap } from "./index.js";

const customer_id = "04ca7e72-4229-4a6e-ab11-9f7376fccbcb";
const billable_metric_id = "222796fd-d29c-429e-89b2-549fabda4ed6";

/** A client with scripted responses, and the requests that it sent. */
function setUp(...answers: string[]) {
  const sent: string[] = [];
  const client = createMetronome({
    token: "t",
    rate: false,
    fetch: async (request) => {
      sent.push(`${request.method} ${request.url.replace("https://api.metronome.com", "")} ${await request.text()}`);
      return new Response(answers.shift());
    },
  });
  return { client, sent };
}

test("usage by group sends the cursor in the query and the same body, and keeps every digit and a null group", async () => {
  const row = (value: string, region: string) =>
    `{"starting_on":"2021-01-01T00:00:00Z","ending_before":"2021-01-02T00:00:00Z","group_key":"region","group_value":${region},"group":{"region":${region}},"value":${value}}`;
  const { client, sent } = setUp(
    `{"data":[${row("9007199254740993.25", '"eu"')}],"next_page":"c"}`,
    `{"data":[${row("null", "null")}],"next_page":null}`,
  );
  const window_size = "NONE" as const;
  const question = { customer_id, billable_metric_id, window_size, current_period: true, group_key: ["region"] };
  const groups: [string | null | undefined, string | null][] = [];
  const pages = paginate((cursor) =>
    unwrap(client.POST("/v1/usage/groups", { params: { query: { limit: 1, ...cursor } }, body: question })),
  );
  for await (const { data } of pages) for (const { group, value } of data) groups.push([group?.region, value]);
  expect(groups).toEqual([
    ["eu", "9007199254740993.25"],
    [null, null],
  ]);
  const text = JSON.stringify(question);
  expect(sent).toEqual([`POST /v1/usage/groups?limit=1 ${text}`, `POST /v1/usage/groups?limit=1&next_page=c ${text}`]);
});

test("events are searched by ids in camel case and are returned as a bare list", async () => {
  const event = { id: "e", transaction_id: "t1", customer_id: "a", event_type: "x", timestamp: "2021-01-01T00:00:00Z" };
  const { client, sent } = setUp(JSON.stringify([{ ...event, properties: { cpu_seconds: 60 } }]), '{"data":[]}');
  const search = () => unwrap(client.POST("/v1/events/search", { body: { transactionIds: ["t1"] } }));
  const found = await search();
  expect(found[0]?.properties).toEqual({ cpu_seconds: 60 });
  expectTypeOf(found[0]?.properties?.cpu_seconds).toBeUnknown();
  expect(sent).toEqual(['POST /v1/events/search {"transactionIds":["t1"]}']);
  await expect(search()).rejects.toMatchObject({ code: "unexpected_response" });
});

test("one customer, one metric and a customer's metrics are requested by path", async () => {
  const item = { id: customer_id, name: "x" };
  const one = JSON.stringify({ data: item });
  const { client, sent } = setUp(one, one, JSON.stringify({ data: [item], next_page: null }), '{"id":"x"}');
  const path = { customer_id };
  expect((await unwrap(client.GET("/v1/customers/{customer_id}", { params: { path } }))).data.name).toBe("x");
  const metric = { params: { path: { billable_metric_id } } };
  expect((await unwrap(client.GET("/v1/billable-metrics/{billable_metric_id}", metric))).data.name).toBe("x");
  const query = { on_current_plan: true };
  const params = { params: { path, query } };
  expect((await unwrap(client.GET("/v1/customers/{customer_id}/billable-metrics", params))).data).toHaveLength(1);
  await expect(unwrap(client.GET("/v1/customers/{customer_id}", { params: { path } }))).rejects.toMatchObject({
    code: "unexpected_response",
  });
  expect(sent.map((line) => line.trim())).toEqual([
    `GET /v1/customers/${customer_id}`,
    `GET /v1/billable-metrics/${billable_metric_id}`,
    `GET /v1/customers/${customer_id}/billable-metrics?on_current_plan=true`,
    `GET /v1/customers/${customer_id}`,
  ]);
});
