import { expectTypeOf, test } from "vitest";
import type { OperationName, Operations } from "./operations.js";

interface Paths {
  "/v1/usage": { get?: never; post: { responses: object } };
  "/v1/things/{id}": { get: { responses: object }; delete: { responses: object }; post?: never; parameters: object };
}

test("an operation's name is read off the spec", () => {
  expectTypeOf<OperationName<Paths>>().toEqualTypeOf<
    "POST /v1/usage" | "GET /v1/things/{id}" | "DELETE /v1/things/{id}"
  >();
});

test("every operation of the spec must be described, and no other can be", () => {
  const things = { "GET /v1/things/{id}": { read: true }, "DELETE /v1/things/{id}": { read: false } } as const;
  // @ts-expect-error POST /v1/usage is missing
  const missing: Operations<Paths> = things;
  // @ts-expect-error the spec has no GET /v1/usage
  const renamed: Operations<Paths> = { ...things, "POST /v1/usage": { read: true }, "GET /v1/usage": { read: true } };
  expectTypeOf(missing).toEqualTypeOf(renamed);
});
