import { expect, test } from "vitest";
import { aggregations } from "./normalize.js";
import { rollupMethod, rollupMethodAcross } from "./rollup-method.js";

test("only sums, counts, minima and maxima of parts make that of the whole", () => {
  const methods = Object.fromEntries(aggregations.map((kind) => [kind, rollupMethod(kind)]));
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
  expect(rollupMethodAcross("sum", undefined)).toBe("sum");
  expect(rollupMethodAcross("count", undefined)).toBe("sum");
  expect(rollupMethodAcross("max", undefined)).toBeUndefined();
  expect(rollupMethodAcross("max", "min")).toBeUndefined();
  expect(rollupMethodAcross("max", "max")).toBe("max");
  expect(rollupMethodAcross("min", "min")).toBe("min");
  expect(rollupMethodAcross("unique", "unique")).toBeUndefined();
});
