import { describe, expect, it } from "vitest";
import { CommandLineError } from "../failure.js";
import { readRow } from "./row-line.js";

const read = (text: string) => readRow({ text, where: "--left: rows, line 7", side: "left" });
const line = (members: string) => `{"meterId":"calls","windowStart":"2026-03-01",${members}}`;

describe("an id that is a number is refused, with every digit that the file has", () => {
  it.each([
    [line('"value":"1","customerId":42'), "customerId is the number 42"],
    [line('"value":"1","customerId": 9007199254740993'), "customerId is the number 9007199254740993"],
    [line('"value":"1","groups":{"tier":9007199254740993}'), "groups.tier is the number 9007199254740993"],
    [line('"value":"1","groups":{"a.b":1.50}'), "groups.a.b is the number 1.50"],
    ['{"meterId":7,"windowStart":"2026-03-01","value":"1"}', "meterId is the number 7"],
    [line('"value":"1","customer\\u0049d":42'), "customerId is the number 42"],
  ])("%s", (text, what) => {
    expect(() => read(text)).toThrow(CommandLineError);
    expect(() => read(text)).toThrow(`--left: rows, line 7: ${what}; ids are text, write `);
  });
});

describe("a value that is a number", () => {
  it.each(["5", "-5", "0", "5.0", "9007199254740991"])("%s is read as it is", (value) => {
    expect(read(line(`"value": ${value}`)).value).toBe(Number(value));
  });

  it.each([
    ["9007199254740993", "9007199254740993"],
    ["0.5", "0.5"],
    ["1.0000000000000000001", "1.0000000000000000001"],
    ["9007199254740990.4", "9007199254740990.4"],
    ["1e3", "1e3"],
    [`1${"0".repeat(50)}`, `1${"0".repeat(39)}…`],
  ])("%s would lose digits, and is refused", (value, shown) => {
    const message = `left.value: ${shown} of meter calls cannot be used; a number does not keep every decimal, give a string`;
    expect(() => read(line(`"value":${value}`))).toThrow(`--left: rows, line 7: ${message}`);
  });

  it("under an escaped name is refused, since its digits cannot be seen", () => {
    expect(() => read(line('"v\\u0061lue":1.0000000000000000001'))).toThrow("left.value: a number of meter calls");
  });
});

it("names that objects are born with are names as others", () => {
  const row = read(line('"value":"1","customerId":"__proto__","groups":{"__proto__":"x","constructor":null}'));
  expect(row.customerId).toBe("__proto__");
  expect(Object.entries(row.groups ?? {})).toEqual([
    ["__proto__", "x"],
    ["constructor", null],
  ]);
  expect(() => read('{"__proto__":{"meterId":"m","windowStart":"2026-03-01","value":"1"}}')).toThrow("is no row");
});
