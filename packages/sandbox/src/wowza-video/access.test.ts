import { expect, it } from "vitest";
import { createCaller, passes } from "./caller.test-support.js";

const caller = createCaller();

function meta(status: number, name: string): unknown {
  const code = `ERR-${status}-${name}`;
  return { meta: { status, code, title: name, message: expect.any(String), description: "", links: [] } };
}

it.each<Record<string, string>>([{}, { authorization: "t" }, { authorization: "Bearer wrong" }, { authorization: "" }])(
  "rule bearer: %o is 401",
  async (headers) => {
    const response = await caller.send("GET", "/usage/account", headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(meta(401, "InvalidToken"));
  },
);

it("rule rate-limit: requests above the allowed rate are 429", async () => {
  const { ask } = createCaller({ limiter: passes(2) });
  const statuses = [await ask({}), await ask({}), await ask({})].map(({ status, rule }) => [status, rule]);
  expect(statuses).toEqual([
    [200, null],
    [200, null],
    [429, "rate-limit"],
  ]);
});

it("rule no-retry-after: a 429 has no Retry-After", async () => {
  const response = await createCaller({ limiter: passes(0) }).send("GET", "/usage/account");
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBeNull();
  expect(await response.json()).toEqual(meta(429, "TooManyRequests"));
});

it("rule error-body: a refusal is JSON with only meta", async () => {
  const response = await caller.send("GET", "/usage/account?from=2026-03-01");
  expect(response.status).toBe(422);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toEqual(meta(422, "RecordInvalid"));
});

it("rule unknown-path: an unknown path is 404 and a wrong method 405, in the vendor's error body", async () => {
  for (const [method, path, status, name] of [
    ["GET", "/usage/live_streams", 404, "RecordNotFound"],
    ["GET", "", 404, "RecordNotFound"],
    ["POST", "/usage/account", 405, "MethodNotAllowed"],
  ] as const) {
    const response = await caller.send(method, path);
    expect([method, path, response.status]).toEqual([method, path, status]);
    expect(response.headers.get("x-sandbox-rule")).toBe("unknown-path");
    expect(await response.json()).toEqual(meta(status, name));
  }
});

it("rule singular-path: the plural of older versions is 404", async () => {
  expect((await caller.send("GET", "/usage/accounts")).status).toBe(404);
});

it.each(["page", "filter", "time_zone", "filter[1][field]"])(
  "rule undeclared-parameter: %s is 422 and named",
  async (name) => {
    const { status, rule, text } = await caller.ask({ [name]: "1" });
    expect([status, rule]).toEqual([422, "undeclared-parameter"]);
    expect(JSON.parse(text).meta.message).toContain(`'${name}'`);
  },
);

it.each([
  "include=countries",
  "include=",
  "include=trend&include=trend",
  "from=2026-03-01%2000:00:00&from=2026-03-02%2000:00:00",
])("rule parameter: ?%s is 422", async (query) => {
  const response = await caller.send("GET", `/usage/account?${query}`);
  expect([response.status, response.headers.get("x-sandbox-rule")]).toEqual([422, "parameter"]);
});

it("rule encoding: brackets and spaces are accepted in every encoding", async () => {
  const spellings = [
    "filter[0][field]=resource&filter[0][in]=transcoders,vod_streams&from=2026-03-01%2000:00:00",
    "filter%5B0%5D%5Bfield%5D=resource&filter%5B0%5D%5Bin%5D=transcoders%2Cvod_streams&from=2026-03-01+00%3A00%3A00",
  ];
  const responses = await Promise.all(spellings.map((query) => caller.send("GET", `/usage/account?${query}`)));
  expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  const [plain, encoded] = await Promise.all(responses.map((response) => response.text()));
  expect(encoded).toBe(plain);
});

it("rule cache: the same request has the same bytes", async () => {
  const query = { from: "2026-03-01 00:00:00", include: "trend" };
  expect((await caller.ask(query)).text).toBe((await caller.ask(query)).text);
});
