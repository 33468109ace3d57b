import fc from "fast-check";
import { parse as parseLossless } from "lossless-json";
import { describe, expect, test } from "vitest";
import { quoteDecimals } from "./quote-decimals.js";

const read = (text: string, fields: string[]) => JSON.parse(quoteDecimals(text, fields));

describe("quoteDecimals", () => {
  test("keeps every digit of a field", () => {
    expect(read('[{"value": 9007199254740993.25}, {"value":1e400}, {"value":-0}]', ["value"])).toEqual([
      { value: "9007199254740993.25" },
      { value: "1e400" },
      { value: "-0" },
    ]);
  });

  test("keeps every digit of the values of a map, whatever its keys", () => {
    const text =
      '{"groups":{"a":0.1000000000000000055511151231257827,"b":null,"__proto__":2,"x\\"}{":3,"value":4},"n":5}';
    const groups = read(text, ["value", "groups.*"]).groups;
    expect(Object.entries(groups)).toEqual([
      ["a", "0.1000000000000000055511151231257827"],
      ["b", null],
      ["__proto__", "2"],
      ['x"}{', "3"],
      ["value", "4"],
    ]);
  });

  test("leaves null, strings, other fields and text inside strings as they are", () => {
    const text =
      '{"value":null,"name":"\\"value\\": 1","other":1,"text":"value","list":["value", 2],"s":{"value":"3"}}';
    expect(quoteDecimals(text, ["value", "groups.*"])).toBe(text);
  });

  test("does not turn malformed numbers into strings", () => {
    for (const number of ["01", "1.", ".5", "+1", "1e", "0x10", "1_000", "NaN", "--1"]) {
      expect(() => read(`{"value":${number}}`, ["value"]), number).toThrow(SyntaxError);
      expect(() => read(`{"groups":{"a":${number}}}`, ["groups.*"]), number).toThrow(SyntaxError);
    }
  });

  test("agrees with a lossless parser on any document of rows", () => {
    const digits = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        fc.option(fc.stringMatching(/^\d{1,30}$/)),
        fc.option(fc.integer({ min: -400, max: 400 })),
      )
      .map(
        ([sign, whole, fraction, exponent]) =>
          `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`,
      );
    const amount = fc.oneof(digits, fc.constant("null"));
    const row = fc
      .record({ value: amount, name: fc.string(), groups: fc.dictionary(fc.string(), amount), count: fc.integer() })
      .map(({ value, name, groups, count }) => {
        const entries = Object.entries(groups).map(([key, each]) => `${JSON.stringify(key)} : ${each}`);
        return `{"name":${JSON.stringify(name)},"value": ${value},"groups":{${entries.join(",")}},"count":${count}}`;
      });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const text = `{"data":[${rows.join(",\n")}]}`;
        const expected = parseLossless(text, undefined, (number) => number) as { data: Record<string, unknown>[] };
        const actual = read(text, ["value", "groups.*"]);
        expect(actual.data).toEqual(expected.data.map((each) => ({ ...each, count: Number(each.count) })));
      }),
    );
  });
});
