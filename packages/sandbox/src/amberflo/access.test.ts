import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, startAmberflo, usageRequest } from "../../test/amberflo.js";
import { NOW } from "../../test/support.js";
import { slidingWindow } from "../server/limiter.js";
import { mountVendor } from "../server/vendor.js";
import { firstCustomer } from "../world/customers.js";
import { createWorld } from "../world/world.js";
import { amberflo } from "./amberflo.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const portal = "/customer-portal/usage-batch";

function limited(clock: () => number): (path: string, key: string) => Promise<Response> {
  const app = new Hono();
  const world = createWorld({ seed: 1, now: Date.parse(NOW) });
  const session = { token: "s", customer: firstCustomer(world.customers) };
  const options = { apiKey: "k", session, clock: () => 0, weekStartsOn: "monday" } as const;
  mountVendor(app, amberflo(world, { ...options, limiter: slidingWindow(10, clock) }));
  return async (path, key) => {
    const headers = { "x-api-key": key, "content-type": "application/json" };
    return app.request(`/amberflo${path}`, path === portal ? { method: "POST", headers, body: "[]" } : { headers });
  };
}

it.each<Record<string, string>>([
  {},
  { "x-api-key": "" },
  { "x-api-key": "wrong" },
  { "x-api-key": "Session wrong" },
  { "x-api-key": "sandbox-amberflo-session" },
  { "x-api-key": "Bearer sandbox-amberflo-key" },
  { authorization: "Bearer sandbox-amberflo-key" },
])("rule api-key: %o is 401", async (headers) => {
  for (const path of ["/meters", "/customers/paging"]) {
    const response = await fetch(caller.sandbox.connections.amberflo.baseUrl + path, { headers });
    expect([response.status, response.headers.get("x-sandbox-rule")]).toEqual([401, "api-key"]);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  }
});

it("rule portal-session: the account's key is 403 on the portal, and a session is 403 elsewhere", async () => {
  const account = await caller.send("POST", portal, [usageRequest]);
  expect([account.status, account.rule]).toEqual([403, "portal-session"]);
  const { sessionToken } = caller.sandbox.connections["amberflo-portal"];
  const session = { "x-api-key": `Session ${sessionToken}` };
  for (const [method, path, body] of [
    ["POST", "/usage", usageRequest],
    ["POST", "/usage/batch", [usageRequest]],
    ["POST", "/usage/sparse", usageRequest],
    ["POST", "/usage/sparse/batch", [usageRequest]],
    ["GET", "/usage/all?startTimeInSeconds=0&timeGroupingInterval=month", undefined],
    ["POST", "/session", { customerId: "northlight-atlas" }],
    ["GET", "/meters", undefined],
    ["GET", "/customers/paging", undefined],
  ] as const) {
    const answer = await caller.send(method, path, body, session);
    expect([path, answer.status, answer.rule]).toEqual([path, 403, "portal-session"]);
  }
  expect((await caller.portal([usageRequest])).status).toBe(200);
});

it("rule rate-limit: the eleventh request within a second is 429, the portal's included", async () => {
  let now = 0;
  const ask = limited(() => now);
  for (let index = 0; index < 10; index += 1) {
    expect((await (index % 2 === 0 ? ask("/meters", "k") : ask(portal, "Session s"))).status).toBe(200);
  }
  const refused = await ask(portal, "Session s");
  expect([refused.status, refused.headers.get("x-sandbox-rule")]).toEqual([429, "rate-limit"]);
  expect(await refused.json()).toEqual({ message: expect.any(String) });
  now = 1000;
  expect((await ask("/meters", "k")).status).toBe(200);
});

it("rule no-retry-after: a 429 has no Retry-After", async () => {
  const ask = limited(() => 0);
  let last: Response | undefined;
  for (let index = 0; index < 11; index += 1) last = await ask("/meters", "k");
  expect(last?.status).toBe(429);
  expect(last?.headers.get("retry-after")).toBeNull();
});

it("rule error-body: a 400 has only errorMessage, and every other refusal only message", async () => {
  const refused = await caller.usage({ meterApiName: "nothing" });
  expect(refused.status).toBe(400);
  expect(refused.headers.get("content-type")).toContain("application/json");
  expect(JSON.parse(refused.text)).toEqual({ errorMessage: expect.stringMatching(/^Invalid request: .*nothing/) });
  const stranger = await caller.send("GET", "/meters", undefined, { "x-api-key": "wrong" });
  expect(Object.keys(JSON.parse(stranger.text))).toEqual(["message"]);
  expect(Object.keys(JSON.parse((await caller.send("GET", "/nothing")).text))).toEqual(["message"]);
});

it("rule unknown-path: an unknown path is 404 and a wrong method 405", async () => {
  for (const [method, path, status] of [
    ["GET", "/nothing", 404],
    // A page of the documentation writes it without its hyphen.
    ["POST", "/customer-portal/usage/batch", 404],
    ["GET", "/usage/events", 404],
    ["GET", "/usage", 405],
    ["POST", "/meters", 405],
  ] as const) {
    const answer = await caller.send(method, path);
    expect([method, path, answer.status, answer.rule]).toEqual([method, path, status, "unknown-path"]);
  }
});

it("rule undeclared-parameter: an undeclared parameter is 400 by name", async () => {
  for (const [method, path, body] of [
    ["POST", "/usage", usageRequest],
    ["GET", "/customers/paging", undefined],
  ] as const) {
    const answer = await caller.send(method, `${path}?cursor=5`, body);
    expect([answer.status, answer.rule]).toEqual([400, "undeclared-parameter"]);
    expect(answer.message).toContain("'cursor'");
  }
});

it.each(["limit=0", "limit=ten", "limit=1&limit=2", "page=0", "sort=size", "isAscending=yes"])(
  "rule parameter: GET /customers/paging?%s is 400",
  async (query) => {
    const answer = await caller.send("GET", `/customers/paging?${query}`);
    expect([answer.status, answer.rule]).toEqual([400, "parameter"]);
    expect(answer.message).toContain(query.slice(0, query.indexOf("=")));
  },
);
