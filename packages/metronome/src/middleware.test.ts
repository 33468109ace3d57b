import { describe, expect, test } from "vitest";
import { createMetronome, isMetermuxError, type MetronomeOptions, unwrap } from "./index.js";

const body = {
  window_size: "DAY",
  starting_on: "2021-01-01T00:00:00Z",
  ending_before: "2021-01-03T00:00:00Z",
} as const;
const page = () => new Response('{"data":[],"next_page":null}');
const token = "a-token-of-22-letters.";

/** A client with scripted responses, and the requests that it sent. */
function setUp(answers: (() => Response | Promise<Response>)[] = [page], options: Partial<MetronomeOptions> = {}) {
  const sent: { url: string; headers: Headers; body: string }[] = [];
  const client = createMetronome({
    token,
    random: () => 0,
    fetch: async (request) => {
      sent.push({ url: request.url, headers: request.headers, body: await request.text() });
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new Error("no response is left");
      return answer();
    },
    ...options,
  });
  return { client, sent };
}

const failed = () => new Response("", { status: 503 });

describe("onRequest of an openapi-fetch middleware", () => {
  test("may change the request and return it", async () => {
    const { client, sent } = setUp();
    client.use({
      onRequest({ request }) {
        request.headers.set("x-team", "billing");
        return request;
      },
    });
    await unwrap(client.POST("/v1/usage", { body }));
    expect(sent[0]?.headers.get("x-team")).toBe("billing");
    expect(sent[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
    expect(sent[0]?.body).toBe(JSON.stringify(body));
  });

  test("may change the request and return nothing", async () => {
    const { client, sent } = setUp();
    client.use({ onRequest: ({ request }) => void request.headers.set("x-team", "billing") });
    await unwrap(client.POST("/v1/usage", { body }));
    expect(sent[0]?.headers.get("x-team")).toBe("billing");
  });

  test.each<[string, (request: Request) => Request]>([
    ["made of the old one", (request) => new Request(request, { headers: { "x-team": "billing" } })],
    ["made of its address", (request) => new Request(request.url, request)],
    ["that is a copy", (request) => request.clone()],
  ])("may return a new request %s, which is sent again complete after a failure", async (_, make) => {
    const { client, sent } = setUp([failed, page]);
    client.use({ onRequest: ({ request }) => make(request) });
    await unwrap(client.POST("/v1/usage", { body }));
    expect(sent.map((request) => request.body)).toEqual([JSON.stringify(body), JSON.stringify(body)]);
  });

  test.each<[string, (request: Request) => Request]>([
    ["made of the old one", (request) => new Request(request, { headers: { "x-team": "billing" } })],
    ["that is a copy", (request) => request.clone()],
  ])("may return a new request %s, and the caller's signal still aborts the call", async (_, make) => {
    const signals: AbortSignal[] = [];
    const fetch = (request: Request) => {
      signals.push(request.signal);
      return new Promise<Response>(() => {});
    };
    const { client } = setUp([], { fetch });
    client.use({ onRequest: ({ request }) => make(request) });
    const stop = new AbortController();
    const call = client.GET("/v1/customers", { signal: stop.signal });
    await expect.poll(() => signals).toHaveLength(1);
    stop.abort(new Error("enough"));
    await expect(call).rejects.toMatchObject({ code: "aborted", cause: new Error("enough") });
    expect(signals[0]?.aborted).toBe(true);
  });

  test("may give the request its own signal", async () => {
    const { client } = setUp([], { fetch: () => new Promise<Response>(() => {}) });
    const stop = new AbortController();
    client.use({ onRequest: ({ request }) => new Request(request, { signal: stop.signal }) });
    const call = client.GET("/v1/customers", { signal: new AbortController().signal });
    stop.abort(new Error("the middleware's limit"));
    await expect(call).rejects.toMatchObject({ code: "aborted", cause: new Error("the middleware's limit") });
  });

  test("may return a response itself, and nothing is sent", async () => {
    const { client, sent } = setUp();
    client.use({ onRequest: () => Response.json({ data: [], next_page: "kept" }) });
    expect((await unwrap(client.POST("/v1/usage", { body }))).next_page).toBe("kept");
    expect(sent).toHaveLength(0);
  });

  test("cannot send the credential to another host", async () => {
    const { client, sent } = setUp();
    client.use({ onRequest: ({ request }) => new Request("https://elsewhere.example.com/v1/customers", request) });
    await expect(client.GET("/v1/customers")).rejects.toMatchObject({ code: "invalid_input" });
    expect(sent).toHaveLength(0);
  });

  test("is called with the path, the parameters and the options of the call, once per call however often it is retried", async () => {
    const { client } = setUp([failed, () => new Response('{"data":{}}')]);
    const seen: unknown[] = [];
    client.use({
      onRequest: ({ schemaPath, params, options }) => void seen.push([schemaPath, params, options.baseUrl]),
    });
    const params = { path: { customer_id: "a/b" } };
    await client.GET("/v1/customers/{customer_id}", { params });
    expect(seen).toEqual([["/v1/customers/{customer_id}", params, "https://api.metronome.com"]]);
  });
});

describe("onResponse", () => {
  test("is called only with the last response, and may replace it", async () => {
    const { client } = setUp([failed, page]);
    const seen: number[] = [];
    client.use({
      onResponse({ response }) {
        seen.push(response.status);
        return new Response(response.body, { ...response, headers: { "x-seen": "yes" } });
      },
    });
    const { response } = await client.POST("/v1/usage", { body });
    expect(seen).toEqual([200]);
    expect(response.headers.get("x-seen")).toBe("yes");
  });

  test("may replace an error response; unwrap reports the new one, without the credential", async () => {
    const refusal = () => Response.json({ message: `no access for ${token}` }, { status: 401 });
    const { client } = setUp([refusal]);
    client.use({ onResponse: ({ response }) => new Response(response.body, { status: response.status }) });
    const error = await unwrap(client.POST("/v1/usage", { body })).catch((caught: unknown) => caught);
    if (!isMetermuxError(error)) throw new Error("not a metermux error");
    expect(error).toMatchObject({ code: "unauthorized", vendor: "metronome", operation: "POST /v1/usage" });
    expect(JSON.stringify(error)).not.toContain(token);
  });
});

describe("onError", () => {
  const broken = () => {
    throw new TypeError("fetch failed");
  };

  test("is called with the typed error, and may replace it", async () => {
    const { client } = setUp([broken], { retries: 0 });
    client.use({ onError: ({ error }) => new Error("the usage service is unavailable", { cause: error }) });
    const error = await client.POST("/v1/usage", { body }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: "the usage service is unavailable", cause: { code: "connection_failed" } });
  });

  test("may return a response in place of the error", async () => {
    const { client } = setUp([broken], { retries: 0 });
    client.use({ onError: () => Response.json({ data: [], next_page: "kept" }) });
    expect((await unwrap(client.POST("/v1/usage", { body }))).next_page).toBe("kept");
  });

  test("that returns nothing leaves the error as it is", async () => {
    const { client } = setUp([broken], { retries: 0 });
    client.use({ onError: () => undefined });
    await expect(client.POST("/v1/usage", { body })).rejects.toMatchObject({ code: "connection_failed" });
  });
});

test("a middleware of one call runs for that call, and an ejected middleware no longer runs", async () => {
  const { client, sent } = setUp([page, page]);
  const mark = { onRequest: ({ request }: { request: Request }) => void request.headers.set("x-team", "billing") };
  await client.POST("/v1/usage", { body, middleware: [mark] });
  client.use(mark);
  client.eject(mark);
  await client.POST("/v1/usage", { body });
  expect(sent.map(({ headers }) => headers.get("x-team"))).toEqual(["billing", null]);
});

test("client.request goes through the transport like the other methods", async () => {
  const { client, sent } = setUp([failed, page]);
  const { response } = await client.request("post", "/v1/usage", { body });
  expect(response.status).toBe(200);
  expect(sent).toHaveLength(2);
});
