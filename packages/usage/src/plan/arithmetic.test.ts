import { expect, test } from "vitest";
import { aggregations } from "../model/normalize.js";
import { methodAcross, methodOf } from "./arithmetic.js";

test("only sums, counts, minima and maxima of parts make that of the whole", () => {
  const methods = Object.fromEntries(aggregations.map((kind) => [kind, methodOf(kind)]));
  expect(methods).toEqual({
    sum: "sum",
    count: "sum",
    min: "min",
    max: "max",
    unique: undefined,
    latest: undefined,
    average: undefined,
    unknown: undefined,
  });
});

test("across customers, minima and maxima need the aggregation's name", () => {
  expect(methodAcross("sum", undefined)).toBe("sum");
  expect(methodAcross("count", undefined)).toBe("sum");
  expect(methodAcross("max", undefined)).toBeUndefined();
  expect(methodAcross("max", "min")).toBeUndefined();
  expect(methodAcross("max", "max")).toBe("max");
  expect(methodAcross("min", "min")).toBe("min");
  expect(methodAcross("unique", "unique")).toBeUndefined();
});
