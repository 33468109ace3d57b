import { expect, test } from "vitest";
import { chunks } from "./chunks.js";

test("a list is cut into parts of the size, the last one with what is left", () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([1, 2], 2)).toEqual([[1, 2]]);
  expect(chunks([1, 2], Number.POSITIVE_INFINITY)).toEqual([[1, 2]]);
  expect(chunks([], 2)).toEqual([]);
});

test.each([0, -1, 1.5, Number.NaN])("a size of %s is refused: the parts would never end", (size) => {
  expect(() => chunks([1], size)).toThrow(RangeError);
});
