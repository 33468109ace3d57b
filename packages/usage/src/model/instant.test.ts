import { expect, test } from "vitest";
import { formatInstant, parseInstant } from "./instant.js";

test.each([
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
  ["2026-03-01T12:30Z", "2026-03-01T12:30:00.000Z"],
  ["2026-03-01T12:30:15.5Z", "2026-03-01T12:30:15.500Z"],
  ["2026-03-01T00:00:00.123000+05:30", "2026-02-28T18:30:00.123Z"],
  ["2026-03-01t00:00:00z", "2026-03-01T00:00:00.000Z"],
  [new Date("2026-03-01T01:00:00Z"), "2026-03-01T01:00:00.000Z"],
])("reads %j", (value, expected) => {
  expect(formatInstant(parseInstant(value, "start"))).toBe(expected);
});

test.each([
  ["2026-03-01T12:30:00", "with its offset"],
  ["2026-02-30", "no such date"],
  ["2026-02-30T00:00:00Z", "no such date"],
  ["2026-13-01", "no such date"],
  ["2026-03-01T25:00:00Z", "no such date"],
  ["2026-03-01T00:00:00.0001Z", "milliseconds"],
  ["01/03/2026", "with its offset"],
  ["yesterday", "with its offset"],
  ["", "with its offset"],
  [new Date(Number.NaN), "invalid Date"],
])("refuses %j and names the field", (value, problem) => {
  expect(() => parseInstant(value, "end")).toThrow(problem);
  expect(() => parseInstant(value, "end")).toThrow(/^end: /);
});

test.each([-8.64e15, 8.64e15, Date.parse("-000001-12-31"), Date.parse("+010000-01-01")])(
  "a Date of %i is beyond every calendar here",
  (time) => {
    expect(() => parseInstant(new Date(time), "end")).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "end" }),
    );
  },
);
