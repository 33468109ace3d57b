import { expect, it } from "vitest";
import type { ParameterObject } from "./openapi.js";
import { readQuery } from "./parameters.js";
import { compileSchemas } from "./schemas.js";

const { open } = compileSchemas({ paths: {} });

function read(query: string, ...parameters: ParameterObject[]): unknown {
  const declared = parameters.map((parameter) => ({ parameter, check: open(parameter.schema) }));
  return readQuery(declared, new URLSearchParams(query));
}

const list: ParameterObject = { name: "ids", in: "query", schema: { type: "array", items: { type: "string" } } };
const count: ParameterObject = { name: "n", in: "query", required: true, schema: { type: "integer", maximum: 9 } };
const flag: ParameterObject = { name: "flag", in: "query", schema: { type: "boolean", default: false } };

it("values are read by their type, and defaults are filled in", () => {
  expect(read("n=7&flag=true", count, flag)).toEqual({ n: 7, flag: true });
  expect(read("n=7", count, flag)).toEqual({ n: 7, flag: false });
});

it("a list is read as the spec writes it: with commas, or repeated", () => {
  expect(read("ids=a,b", { ...list, explode: false })).toEqual({ ids: ["a", "b"] });
  expect(read("ids=a,b&ids=c", list)).toEqual({ ids: ["a,b", "c"] });
  expect(() => read("ids=a&ids=b", { ...list, explode: false })).toThrow("more than once");
});

it.each([
  ["n=10", "'n'"],
  ["n=1e0", "'n'"],
  ["n=", "'n'"],
  ["", "'n' is required"],
  ["n=1&m=2", "'m' is not allowed"],
  ["n=1&n=1", "'n' is given more than once"],
  ["n=1&flag=1", "'flag'"],
])("refuses ?%s", (query, message) => {
  expect(() => read(query, count, flag)).toThrow(message);
});
