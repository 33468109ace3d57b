import { expect, it } from "vitest";
import { Decimal } from "../world/decimal.js";
import { writeJson } from "./json.js";

it("decimals are written as bare numbers with every digit", () => {
  const value = { a: new Decimal("9007199254740993.25"), b: [new Decimal("-0.000000000001"), new Decimal("1e30")] };
  expect(writeJson(value)).toBe(`{"a":9007199254740993.25,"b":[-0.000000000001,1${"0".repeat(30)}]}`);
});

it("everything else is written as by JSON.stringify", () => {
  const value = { text: 'a"\n\u2028', none: null, flag: false, list: [], object: { absent: undefined, n: 1 } };
  expect(writeJson(value)).toBe(JSON.stringify(value));
});
