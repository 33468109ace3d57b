import { expect, test } from "vitest";
import { writePath } from "./path-parameters.js";

const write = (id: unknown) => writePath("/v1/customers/{id}/metrics", { id }, "metronome");

test.each([
  ["d7abd0cd", "d7abd0cd"],
  ["a/b", "a%2Fb"],
  ["../billable-metrics", "..%2Fbillable-metrics"],
  ["..\\x", "..%5Cx"],
  ["%2e%2e", "%252e%252e"],
  ["a?b#c", "a%3Fb%23c"],
  ["...", "..."],
  ["é {id}", "%C3%A9%20%7Bid%7D"],
  [42, "42"],
])("a path parameter %j stays in its segment", (id, segment) => {
  const path = `/v1/customers/${segment}/metrics`;
  expect(write(id)).toBe(path);
  expect(new URL(path, "https://api.example.com").pathname).toBe(path);
});

test.each(["", ".", "..", "\ud800", undefined, null, {}, [], ["a"], Number.NaN, Number.POSITIVE_INFINITY])(
  "a path parameter that no encoding keeps in its segment is refused by its name: %j",
  (id) => {
    expect(() => write(id)).toThrow(expect.objectContaining({ code: "invalid_input", field: "id" }));
  },
);

test("a parameter is looked up among those that were given, not among what every object has", () => {
  expect(() => writePath("/v1/{constructor}", {}, "metronome")).toThrow("constructor is undefined");
});
