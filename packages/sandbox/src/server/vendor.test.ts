import { Hono } from "hono";
import { expect, it } from "vitest";
import type { Operation } from "./contract.js";
import { Refusal } from "./refusal.js";
import { mountVendor, RULE_HEADER } from "./vendor.js";

function operation(method: string, path: string): Operation {
  const key = `${method} ${path}`;
  const checkPath = ({ id }: Readonly<Record<string, string>>): void => {
    if (id === "bad") throw new Refusal(400, "parameter", "bad id");
  };
  const readBody = async (): Promise<unknown> => undefined;
  return {
    key,
    method,
    path,
    checkPath,
    readQuery: () => ({}),
    readBody,
    declaredOf: (query) => query,
    judgeResponse: () => null,
  };
}

function app(): Hono {
  const hono = new Hono();
  mountVendor(hono, {
    name: "meter",
    operations: [operation("GET", "/a/{id}"), operation("POST", "/a/{id}"), operation("GET", "/later")],
    handlers: {
      "GET /a/{id}": ({ params }) => ({ fine: params.id ?? null }),
      "POST /a/{id}": () => {
        throw new Refusal(422, "some-rule", "no");
      },
    },
    admit: (request) => {
      if (request.headers.has("x-stranger")) throw new Refusal(401, "key", "who?");
    },
    errorBody: (refusal) => ({ reason: refusal.message }),
  });
  return hono;
}

it.each([
  ["GET", "/meter/a/1%202", 200, null, { fine: "1 2" }],
  ["GET", "/meter/a/bad", 400, "parameter", { reason: "bad id" }],
  ["POST", "/meter/a/1", 422, "some-rule", { reason: "no" }],
  ["PUT", "/meter/a/1", 405, "unknown-path", { reason: "PUT is not allowed here, use GET or POST" }],
  ["GET", "/meter/b", 404, "unknown-path", { reason: "No route for GET /meter/b" }],
  ["GET", "/meter/later", 501, "unknown-path", { reason: "The sandbox does not implement GET /later yet" }],
])("answers %s %s with %i, in the vendor's error body", async (method, path, status, rule, body) => {
  const response = await app().request(path, { method });
  expect([response.status, response.headers.get(RULE_HEADER)]).toEqual([status, rule]);
  expect(await response.json()).toEqual(body);
});

it("a request without a credential is refused before its parameters are read", async () => {
  const response = await app().request("/meter/a/1", { headers: { "x-stranger": "1" } });
  expect([response.status, response.headers.get(RULE_HEADER)]).toEqual([401, "key"]);
});
