import { expect, it } from "vitest";
import { collectByKey } from "./option-parsers.js";

it("collects the values of each key", () => {
  const filter = ["region=eu", "model=a=b", "region=us"].reduce(
    (known: Record<string, readonly string[]> | undefined, text) => collectByKey(text, known),
    undefined,
  );
  expect(filter).toEqual({ region: ["eu", "us"], model: ["a=b"] });
});

it("takes a key of any name", () => {
  expect(Object.entries(collectByKey("constructor=x", collectByKey("__proto__=y", undefined)))).toEqual([
    ["__proto__", ["y"]],
    ["constructor", ["x"]],
  ]);
});

it.each(["", "region", "region=", "=eu"])("refuses %j", (text) => {
  expect(() => collectByKey(text, undefined)).toThrow("Give a dimension and one value of it.");
});
