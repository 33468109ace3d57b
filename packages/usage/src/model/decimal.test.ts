import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  absoluteDecimal,
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  shiftDecimal,
  subtractDecimals,
} from "./decimal.js";

describe("canonicalDecimal", () => {
  test.each([
    ["0", "0"],
    ["-0", "0"],
    ["-0.000", "0"],
    ["1.500", "1.5"],
    ["100", "100"],
    ["1e3", "1000"],
    ["1.5E-3", "0.0015"],
    ["007", "7"],
    ["-12.30", "-12.3"],
    ["9007199254740993.25", "9007199254740993.25"],
    ["1234567890123456789012345.123456789012", "1234567890123456789012345.123456789012"],
  ])("%s is %s", (text, expected) => {
    expect(canonicalDecimal(text)).toBe(expected);
  });

  test.each([
    "",
    "abc",
    "1.",
    ".5",
    "NaN",
    "Infinity",
    "1,5",
    "0x1",
    " 1",
    "1\n",
    "1e400000",
    "1e-1001",
    "9".repeat(1001),
  ])("%j is refused", (text) => {
    expect(() => canonicalDecimal(text)).toThrow(RangeError);
  });

  test("keeps the amount and has one form for it", () => {
    const amount = fc.record({
      digits: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
      places: fc.nat(30),
      zeros: fc.nat(5),
    });
    fc.assert(
      fc.property(amount, ({ digits, places, zeros }) => {
        const scaled = `${digits}${"0".repeat(zeros)}e-${places + zeros}`;
        const once = canonicalDecimal(scaled);
        expect(once).toBe(canonicalDecimal(`${digits}e-${places}`));
        expect(canonicalDecimal(once)).toBe(once);
        expect(once).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
        const [whole = "", fraction = ""] = once.split(".");
        expect(BigInt(whole + fraction.padEnd(places, "0"))).toBe(digits);
      }),
    );
  });
});

describe("sums", () => {
  test("are exact where doubles are not", () => {
    expect(addDecimals(["0.1", "0.2"])).toBe("0.3");
    expect(addDecimals(["9007199254740993", "0.000000000001"])).toBe("9007199254740993.000000000001");
    expect(addDecimals([])).toBe("0");
    expect(subtractDecimals("0.3", "0.1")).toBe("0.2");
    expect(subtractDecimals("1", "1.0")).toBe("0");
  });

  test("agree with whole numbers of any size", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt()), (values) => {
        expect(addDecimals(values.map(String))).toBe(String(values.reduce((sum, value) => sum + value, 0n)));
      }),
    );
  });
});

describe("products, quotients and order", () => {
  const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

  test("agree with whole numbers of any size", () => {
    fc.assert(
      fc.property(whole, whole, (left, right) => {
        expect(multiplyDecimals(`${left}e-20`, `${right}e20`)).toBe(String(left * right));
        expect(compareDecimals(`${left}e-20`, `${right}e-20`)).toBe(left < right ? -1 : left > right ? 1 : 0);
        expect(absoluteDecimal(String(left))).toBe(String(left < 0n ? -left : left));
      }),
    );
  });

  test("a quotient is cut, never rounded up", () => {
    expect(divideDecimals("2", "3")).toBe("0.666666666666666666");
    expect(divideDecimals("-2", "3")).toBe("-0.666666666666666666");
    expect(divideDecimals("1000000000000", "1e-3")).toBe("1000000000000000");
    expect(() => divideDecimals("1", "0")).toThrow(RangeError);
  });

  test.each(["", "abc", "NaN", "9".repeat(1001), "1e400000"])("%j is refused", (text) => {
    for (const calculate of [subtractDecimals, multiplyDecimals, divideDecimals, compareDecimals]) {
      expect(() => calculate("1", text)).toThrow(RangeError);
    }
    expect(() => addDecimals(["1", text])).toThrow(RangeError);
  });
});

describe("shiftDecimal", () => {
  test.each([
    ["12345", -2, "123.45"],
    ["5", -2, "0.05"],
    ["-5", -2, "-0.05"],
    ["100", -2, "1"],
    ["123.45", 2, "12345"],
    ["0.001", 2, "0.1"],
    ["12.50", 0, "12.5"],
    ["1.5e3", -2, "15"],
    ["-0", 3, "0"],
    ["0", 5000, "0"],
    ["90071992547409931234567890123456789", -2, "900719925474099312345678901234567.89"],
  ])("the point of %s moved by %s gives %s", (value, places, expected) => {
    expect(shiftDecimal(value, places)).toBe(expected);
  });

  test("moving the point there and back changes no digit", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: -400, max: 400 }), (value, places) => {
        expect(shiftDecimal(shiftDecimal(String(value), places), -places)).toBe(String(value));
      }),
    );
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])("%s places are refused", (places) => {
    expect(() => shiftDecimal("1", places)).toThrow(RangeError);
  });

  test.each([
    ["1", 1000],
    ["1", -1000],
    ["1", 1e15],
  ])("a result of more than 1,000 digits is refused: %s by %s", (value, places) => {
    expect(() => shiftDecimal(value, places)).toThrow("more than 1000 digits");
  });

  test("what is no decimal is refused", () => {
    expect(() => shiftDecimal("12,5", -2)).toThrow(RangeError);
  });
});
