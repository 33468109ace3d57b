import { getEventListeners } from "node:events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createMetronome, isMetermuxError, type MetronomeOptions, paginate, unwrap } from "./index.js";

const customer = "d7abd0cd-4ae9-4db7-8676-e986a4ebd8dc";
const metric = "9570e4f3-d1da-4b95-ba81-bd40ee002727";
const body = {
  window_size: "DAY",
  starting_on: "2021-01-01T00:00:00Z",
  ending_before: "2021-01-03T00:00:00Z",
} as const;

function row(value: string, more = ""): string {
  return `{"customer_id":"${customer}","billable_metric_id":"${metric}","billable_metric_name":"CPU hours","start_timestamp":"2021-01-01T00:00:00Z","end_timestamp":"2021-01-02T00:00:00Z","value":${value}${more}}`;
}

function page(rows: string[], next: string | null = null): Response {
  return new Response(`{"data":[${rows.join(",")}],"next_page":${JSON.stringify(next)}}`, {
    headers: { "content-type": "application/json" },
  });
}

/** A client with scripted responses, and the requests that it sent. */
function setUp(answers: Response[], options: Partial<MetronomeOptions> = {}) {
  const sent: { method: string; url: string; headers: Headers; body: string }[] = [];
  const client = createMetronome({
    token: "test-token",
    fetch: async (request) => {
      const { method, url, headers } = request;
      sent.push({ method, url, headers, body: await request.text() });
      const answer = answers.shift();
      if (answer === undefined) throw new Error("no response is left");
      return answer;
    },
    ...options,
  });
  return { client, sent };
}

describe("on the wire", () => {
  test("a usage query is a POST with a JSON body, a bearer token and no field that the vendor refuses", async () => {
    const { client, sent } = setUp([page([])]);
    await unwrap(client.POST("/v1/usage", { body }));
    const [request] = sent;
    expect(request).toMatchObject({
      method: "POST",
      url: "https://api.metronome.com/v1/usage",
      body: JSON.stringify(body),
    });
    expect(request?.headers.get("authorization")).toBe("Bearer test-token");
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(request?.headers.get("idempotency-key")).toBeNull();
  });

  test("the cursor is sent in the query string, and the body stays the same on every page", async () => {
    const { client, sent } = setUp([page([row("1")], "c/1 +"), page([row("2")])]);
    const values: (string | null)[] = [];
    for await (const { data } of paginate((query) => unwrap(client.POST("/v1/usage", { params: { query }, body })))) {
      values.push(...data.map(({ value }) => value));
    }
    expect(values).toEqual(["1", "2"]);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(["", "?next_page=c%2F1%20%2B"]);
    expect(sent.map((request) => request.body)).toEqual([JSON.stringify(body), JSON.stringify(body)]);
  });

  test("a base URL with a path keeps its path", async () => {
    const { client, sent } = setUp([page([])], { baseUrl: "http://127.0.0.1:4010/metronome/" });
    await unwrap(client.GET("/v1/customers", { params: { query: { only_archived: true, limit: 100 } } }));
    expect(sent[0]?.url).toBe("http://127.0.0.1:4010/metronome/v1/customers?only_archived=true&limit=100");
  });

  test("a list of customer ids is sent comma-joined, as the vendor's own client sends it", async () => {
    const { client, sent } = setUp([page([])]);
    await unwrap(client.GET("/v1/customers", { params: { query: { customer_ids: [customer, metric] } } }));
    expect(new URL(sent[0]?.url ?? "").searchParams.getAll("customer_ids")).toEqual([`${customer},${metric}`]);
  });
});

describe("amounts", () => {
  test("keep every digit, in values and in groups; null stays null", async () => {
    const groups = ',"groups":{"eu":9007199254740993.25,"us":null}';
    const { client } = setUp([page([row("9007199254740993.25", groups), row("null")])]);
    const { data } = await unwrap(client.POST("/v1/usage", { body }));
    expect(data.map(({ value }) => value)).toEqual(["9007199254740993.25", null]);
    expect(data[0]?.groups).toEqual({ eu: "9007199254740993.25", us: null });
    expectTypeOf(data[0]?.value).toEqualTypeOf<string | null | undefined>();
  });

  test("keep every digit after a middleware that reads a copy", async () => {
    const { client } = setUp([page([row("9007199254740993.25")])]);
    client.use({ onResponse: ({ response }) => new Response(response.body, response) });
    const { data } = await unwrap(client.POST("/v1/usage", { body }));
    expect(data[0]?.value).toBe("9007199254740993.25");
  });
});

describe("failures", () => {
  test("an error status is returned in openapi-fetch's result, typed by the spec", async () => {
    const { client } = setUp([Response.json({ message: "bounds must be midnight" }, { status: 400 })]);
    const { data, error, response } = await client.POST("/v1/usage", { body });
    expect(data).toBeUndefined();
    expect(error?.message).toBe("bounds must be midnight");
    expect(response.status).toBe(400);
  });

  test("unwrap throws an error with the vendor, the operation, the status and the vendor's message", async () => {
    const { client } = setUp([Response.json({ message: "bounds must be midnight" }, { status: 400 })]);
    const error = await unwrap(client.POST("/v1/usage", { body })).catch((caught: unknown) => caught);
    if (!isMetermuxError(error)) throw new Error("not a metermux error");
    expect(error.message).toBe("metronome: POST /v1/usage answered 400: bounds must be midnight");
    expect(error).toMatchObject({ code: "rejected", vendor: "metronome", status: 400, attempts: 1 });
  });

  test.each(['{"data":{},"next_page":null}', '{"data":[]}', '{"next_page":null}', "<html>", ""])(
    "a 200 with the body %j is an error, not an empty result",
    async (text) => {
      const { client } = setUp([new Response(text)]);
      await expect(unwrap(client.POST("/v1/usage", { body }))).rejects.toMatchObject({ code: "unexpected_response" });
    },
  );

  test("a failed usage query is retried although it is a POST, because it only reads", async () => {
    const { client, sent } = setUp([new Response("", { status: 503 }), page([row("1")])], { random: () => 0 });
    const { data } = await unwrap(client.POST("/v1/usage", { body }));
    expect(data).toHaveLength(1);
    expect(sent.map((request) => request.body)).toEqual([JSON.stringify(body), JSON.stringify(body)]);
  });
});

test("thousands of calls with one signal leave no listener on it, and it still aborts a call", async () => {
  const { client } = setUp(
    Array.from({ length: 2_000 }, () => page([])),
    { rate: false },
  );
  const stop = new AbortController();
  for (let call = 0; call < 2_000; call += 1) await client.GET("/v1/customers", { signal: stop.signal });
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  const hanging = createMetronome({ token: "t", fetch: () => new Promise<Response>(() => {}) });
  const call = hanging.GET("/v1/customers", { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(call).rejects.toMatchObject({ code: "aborted", cause: new Error("enough") });
});

describe("a list without its cursor or its data is refused, because nothing shows whether it is complete", () => {
  const path = { customer_id: customer };
  test.each<[string, (client: ReturnType<typeof createMetronome>) => Promise<{ response: Response; data?: unknown }>]>([
    ["POST /v1/usage", (client) => client.POST("/v1/usage", { body })],
    [
      "POST /v1/usage/groups",
      (client) =>
        client.POST("/v1/usage/groups", { body: { ...body, customer_id: customer, billable_metric_id: metric } }),
    ],
    ["GET /v1/customers", (client) => client.GET("/v1/customers")],
    ["GET /v1/billable-metrics", (client) => client.GET("/v1/billable-metrics")],
    [
      "GET /v1/customers/{customer_id}/billable-metrics",
      (client) => client.GET("/v1/customers/{customer_id}/billable-metrics", { params: { path } }),
    ],
  ])("%s", async (_, call) => {
    for (const text of ['{"data":[]}', '{"next_page":null}', '{"data":{},"next_page":null}']) {
      const { client } = setUp([new Response(text)]);
      await expect(unwrap(call(client))).rejects.toMatchObject({ code: "unexpected_response" });
    }
    const { client } = setUp([page([])]);
    expect(await unwrap(call(client))).toMatchObject({ data: [], next_page: null });
  });
});
