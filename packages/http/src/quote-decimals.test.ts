import fc from "fast-check";
import { parse as parseLossless } from "lossless-json";
import { describe, expect, test } from "vitest";
import { NoDecimal, quoteDecimals } from "./quote-decimals.js";

const megabytes = 10_000_000;
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

  test("finds a key however it is written", () => {
    const digits = "9007199254740993.25";
    for (const key of ['"v\\u0061lue"', '"\\u0076\\u0061\\u006C\\u0075\\u0065"', '"value" ', '"value"\n\t']) {
      expect(read(`{${key}: ${digits}}`, ["value"]), key).toEqual({ value: digits });
      expect(read(`{"a":[1,{"b":{${key}\r\n:\n ${digits} }}]}`, ["value"]).a[1].b.value, key).toBe(digits);
    }
    const map = `{"gr\\u006fups" : { "\\u0061" :\n${digits} , "b":null,"c":"d\\"}","e":1}}`;
    expect(read(map, ["groups.*"])).toEqual({ groups: { a: digits, b: null, c: 'd"}', e: "1" } });
  });

  test("takes the last of a key that comes twice, with every digit", () => {
    expect(read('{"value":1,"value":9007199254740993}', ["value"])).toEqual({ value: "9007199254740993" });
  });

  test("does not take the end of a string, or an escaped quote, for a key", () => {
    const text = '{"a":"\\\\","b":"x\\\\\\"value\\": 1","c":"\\"value\\":2","value":"\\"value\\":3"}';
    expect(quoteDecimals(text, ["value"])).toBe(text);
    expect(read('{"a":"\\\\","value":1}', ["value"])).toEqual({ a: "\\", value: "1" });
  });

  test("a map's entry of the name of a field, or of the map, is an entry", () => {
    const text = '{"groups":{"value":1,"groups":2},"value":3}';
    expect(read(text, ["value", "groups.*"])).toEqual({ groups: { value: "1", groups: "2" }, value: "3" });
  });

  test.each([
    ['{"value":[5]}', "value"],
    ['{"value":["5"]}', "value"],
    ['{"value": {"a":1}}', "value"],
    ['{"value":true}', "value"],
    ['{"v\\u0061lue":false}', "value"],
    ['{"groups":{"a":[1]}}', "groups.*"],
    ['{"groups":{"a":1,"b":{}}}', "groups.*"],
    ['{"groups":[1]}', "groups"],
    ['{"groups":5}', "groups"],
    ['{"groups":"a"}', "groups"],
  ])("refuses %s, which is not of the promised type", (text, name) => {
    expect(() => quoteDecimals(text, ["value", "groups.*"])).toThrow(NoDecimal);
    expect(() => quoteDecimals(text, ["value", "groups.*"])).toThrow(JSON.stringify(name));
  });

  test.each([
    ["a group's name", `{"groups":{"${"x".repeat(megabytes)}":9007199254740993}}`],
    ["a name with escapes", `{"groups":{"${"\\n".repeat(megabytes)}":9007199254740993}}`],
    ["a number", `{"groups":{"a":9007199254740993${"1".repeat(megabytes)}}}`],
    ["white space", `{"groups":${" ".repeat(megabytes)}{"a":9007199254740993}}`],
    ["a string", `{"a":"${"x".repeat(megabytes)}","groups":{"a":9007199254740993}}`],
  ])("reads %s of megabytes", (_, text) => {
    const groups = read(text, ["value", "groups.*"]).groups;
    expect(String(Object.values(groups)[0]).slice(0, 16)).toBe("9007199254740993");
  });

  test("reads a text cut off anywhere as it does a whole one: not at all", () => {
    const text = '{"v\\u0061lue": -1.5e+3, "groups": {"a": 12, "b\\"": null}, "c": ["x"]}';
    for (let length = 1; length < text.length; length += 1) {
      expect(() => read(text.slice(0, length), ["value", "groups.*"]), text.slice(0, length)).toThrow(SyntaxError);
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
