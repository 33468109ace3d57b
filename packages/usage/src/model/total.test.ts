import fc from "fast-check";
import { expect, test } from "vitest";
import type { Method } from "./row.js";
import { createTotal } from "./total.js";

function totalOf(method: Method, ...values: string[]): string | null {
  const total = createTotal(method);
  for (const value of values) total.add(value);
  return total.value();
}

test("nothing is null, not 0", () => {
  for (const method of ["sum", "min", "max"] as const) expect(totalOf(method)).toBeNull();
});

test("every digit is kept, and the result is canonical", () => {
  expect(totalOf("sum", "9007199254740993", "0.10", "-0.1")).toBe("9007199254740993");
  expect(totalOf("sum", "0.1", "0.2")).toBe("0.3");
  expect(totalOf("sum", "5", "-5")).toBe("0");
  expect(totalOf("max", "1.50", "9007199254740992.5", "9007199254740992.25")).toBe("9007199254740992.5");
  expect(totalOf("min", "-2", "-10", "3")).toBe("-10");
});

test("it is the same in any order, and the same of parts", () => {
  const hundredths = fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), { minLength: 1, maxLength: 20 });
  const text = (value: bigint) => `${value < 0n ? "-" : ""}${String(value < 0n ? -value : value).padStart(3, "0")}`;
  const decimal = (value: bigint) => text(value).replace(/(..)$/, ".$1");
  fc.assert(
    fc.property(hundredths, fc.constantFrom<Method>("sum", "min", "max"), fc.nat(20), (values, method, at) => {
      const all = values.map(decimal);
      const parts = [all.slice(0, at), all.slice(at)].flatMap((part) => totalOf(method, ...part) ?? []);
      const [low = 0n] = [...values].sort((left, right) => (left < right ? -1 : 1));
      const [high = 0n] = [...values].sort((left, right) => (left > right ? -1 : 1));
      const expected = {
        sum: values.reduce((sum, value) => sum + value, 0n),
        min: low,
        max: high,
      }[method];
      expect(totalOf(method, ...parts)).toBe(totalOf("sum", decimal(expected)));
      expect(totalOf(method, ...all.reverse())).toBe(totalOf("sum", decimal(expected)));
    }),
  );
});
