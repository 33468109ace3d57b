import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, NOW, startCaller } from "../../test/support.js";
import { slidingWindow } from "../server/limiter.js";
import { mountVendor } from "../server/vendor.js";
import { createWorld } from "../world/world.js";
import { metronome } from "./metronome.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const day = { window_size: "DAY", starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };

function limited(clock: () => number): Hono {
  const app = new Hono();
  const world = createWorld({ seed: 1, now: Date.parse(NOW) });
  mountVendor(app, metronome(world, { token: "t", limiter: slidingWindow(8, clock), emptyWindows: "null" }));
  return app;
}

it.each<Record<string, string>>([
  {},
  { authorization: "sandbox-metronome-token" },
  { authorization: "Bearer wrong" },
  { authorization: "" },
])("rule bearer: %o is 401", async (headers) => {
  const response = await fetch(`${caller.sandbox.connections.metronome.baseUrl}/v1/customers`, { headers });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ message: expect.any(String) });
});

it("rule rate-limit: the ninth request within a second is 429 across all operations", async () => {
  let now = 0;
  const app = limited(() => now);
  const get = (path: string): Promise<Response> =>
    Promise.resolve(app.request(`/metronome${path}`, { headers: { authorization: "Bearer t" } }));
  for (let index = 0; index < 8; index += 1) {
    expect((await get(index % 2 === 0 ? "/v1/customers" : "/v1/billable-metrics")).status).toBe(200);
  }
  const refused = await get("/v1/customers");
  expect(refused.status).toBe(429);
  expect(await refused.json()).toEqual({ message: expect.any(String) });
  now = 1000;
  expect((await get("/v1/customers")).status).toBe(200);
});

it("rule no-retry-after: a 429 has no Retry-After", async () => {
  const app = limited(() => 0);
  let last: Response | undefined;
  for (let index = 0; index < 9; index += 1) {
    last = await app.request("/metronome/v1/customers", { headers: { authorization: "Bearer t" } });
  }
  expect(last?.status).toBe(429);
  expect(last?.headers.get("retry-after")).toBeNull();
});

it("rule error-body: a refusal is JSON with only a message", async () => {
  const answer = await caller.usage({ ...day, window_size: "MONTH" });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toContain("application/json");
  expect(Object.keys(JSON.parse(answer.text))).toEqual(["message"]);
});

it("rule unknown-path: an unknown path is 404 and a wrong method 405, in the vendor's error body", async () => {
  for (const [method, path, status] of [
    ["GET", "/v1/nothing", 404],
    ["GET", "", 404],
    ["POST", "/v1/usage/seats", 404],
    ["GET", "/v1/usage", 405],
    ["DELETE", "/v1/customers", 405],
  ] as const) {
    const answer = await caller.send(method, path);
    expect([method, path, answer.status, answer.rule]).toEqual([method, path, status, "unknown-path"]);
    expect(answer.message).toEqual(expect.any(String));
  }
  expect((await fetch(`${caller.sandbox.origin}/nobody/v1`)).status).toBe(404);
});

it("rule undeclared-parameter: limit on POST /v1/usage is 400 by name, like any other", async () => {
  for (const name of ["limit", "page"]) {
    const answer = await caller.usage(day, `?${name}=5`);
    expect([answer.status, answer.rule]).toEqual([400, "undeclared-parameter"]);
    expect(answer.message).toContain(`'${name}'`);
  }
});

it.each(["limit=0", "limit=101", "limit=ten", "limit=1.5", "limit=1&limit=2", "only_archived=yes"])(
  "rule parameter: ?%s is 400",
  async (query) => {
    const answer = await caller.send("GET", `/v1/customers?${query}`);
    expect([answer.status, answer.rule]).toEqual([400, "parameter"]);
    expect(answer.message).toContain(query.slice(0, query.indexOf("=")));
  },
);

it.each<[string, unknown, RegExp]>([
  ["no body", "", /JSON/],
  ["text", "{", /JSON/],
  ["a list", [], /object/],
  ["no window", { ...day, window_size: undefined }, /window_size/],
  ["a month", { ...day, window_size: "MONTH" }, /window_size.*HOUR, DAY, NONE/],
  ["a bare date", { ...day, starting_on: "2026-03-01" }, /starting_on.*date-time/],
  ["a name in place of a metric's id", { ...day, billable_metrics: [{ id: "acme" }] }, /billable_metrics.*uuid/],
])("rule body: %s is 400", async (_, body, message) => {
  const answer = await caller.usage(body);
  expect([answer.status, answer.rule]).toEqual([400, "body"]);
  expect(answer.message).toMatch(message);
});

it("rule body: a body without a JSON content type is 400", async () => {
  const answer = await caller.send("POST", "/v1/usage", day, { "content-type": "text/plain" });
  expect([answer.status, answer.rule]).toEqual([400, "body"]);
});

it.each(["HOUR", "DAY", "NONE", "hour", "Day"])("rule body: the window %s is accepted", async (window) => {
  expect((await caller.usage({ ...day, window_size: window })).status).toBe(200);
});

it("rule unknown-field: a body field that the schema does not have is 400, at any depth", async () => {
  const nested = { ...day, billable_metrics: [{ id: await caller.metricId("API calls"), group: "region" }] };
  for (const [body, field] of [
    [{ ...day, limit: 5 }, "limit"],
    [nested, "billable_metrics.0.group"],
  ] as const) {
    const answer = await caller.usage(body);
    expect([answer.status, answer.rule]).toEqual([400, "unknown-field"]);
    expect(answer.message).toContain(field);
  }
});

it("rule idempotency-key: a key that was used for one request is 409 for another, page two included", async () => {
  const under = (body: unknown, query = ""): Promise<number> =>
    caller.send("POST", `/v1/usage${query}`, body, { "idempotency-key": "k" }).then(({ status }) => status);
  expect(await under({ ...day, window_size: "MONTH" })).toBe(400);
  expect(await under(day)).toBe(200);
  expect(await under(day)).toBe(200);
  const cursor = JSON.parse((await caller.usage(day)).text).next_page;
  expect(await under(day, `?next_page=${cursor}`)).toBe(409);
  expect(await under({ ...day, window_size: "HOUR" })).toBe(409);
});
