import { afterEach, describe, expect, test } from "vitest";
import { formatInstant, parseInstant, parseVendorInstant, parseVendorSeconds } from "./instant.js";

const machineZone = process.env.TZ;
afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

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
  ["2026-03-01 12:30:00", "with its offset"],
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

const unexpected = expect.objectContaining({ code: "unexpected_response", vendor: "acme" });

// Each machine has a zone, and text without an offset must not take it.
describe.each(["UTC", "America/New_York", "Asia/Kolkata"])("an instant of a vendor's answer, read in %s", (zone) => {
  const read = (value: unknown, withoutOffset?: "refused" | "UTC") => {
    process.env.TZ = zone;
    return parseVendorInstant("acme", value, "the start of a row", withoutOffset);
  };

  test.each([
    ["2026-03-01T05:00:00Z", "2026-03-01T05:00:00.000Z"],
    ["2026-03-01T05:00:00+00:00", "2026-03-01T05:00:00.000Z"],
    ["2026-03-01t05:00:00.000000z", "2026-03-01T05:00:00.000Z"],
    ["2026-03-01 05:00:00-05:00", "2026-03-01T10:00:00.000Z"],
  ])("is %s", (text, expected) => {
    expect(formatInstant(read(text))).toBe(expected);
  });

  test.each([
    "2026-03-01T05:00:00",
    "2026-03-01 05:00:00",
    "2026-03-01",
    "2026-03-01T05:00:00+0000",
    "Sun, 01 Mar 2026 05:00:00",
    "March 1, 2026",
    "2026-02-30T00:00:00Z",
    "2022-01-26T12:60:00Z",
    "2026-03-01T05:00:00.0000001Z",
    "",
    1_772_323_200,
    null,
    undefined,
    ["2026-03-01T05:00:00Z"],
    {},
  ])("is not %j", (value) => {
    expect(() => read(value)).toThrow(unexpected);
    expect(() => read(value)).toThrow("came as the start of a row");
  });

  test("is UTC without an offset where the vendor's pages say so", () => {
    expect(formatInstant(read("2026-03-01 05:00:00", "UTC"))).toBe("2026-03-01T05:00:00.000Z");
    expect(formatInstant(read("2026-03-01T05:00:00.000", "UTC"))).toBe("2026-03-01T05:00:00.000Z");
    expect(formatInstant(read("2026-03-01", "UTC"))).toBe("2026-03-01T00:00:00.000Z");
    expect(formatInstant(read("2026-03-01T05:00:00-05:00", "UTC"))).toBe("2026-03-01T10:00:00.000Z");
    expect(() => read("2026-02-30 00:00:00", "UTC")).toThrow(unexpected);
  });
});

test("seconds of a vendor's answer are whole, and no milliseconds", () => {
  expect(parseVendorSeconds("acme", 1_772_323_200, "the start of a row")).toBe(1_772_323_200_000);
  for (const value of [1_772_323_200_000, 0.5, "1772323200", Number.NaN, null, undefined, true, [1_772_323_200]]) {
    expect(() => parseVendorSeconds("acme", value, "the start of a row")).toThrow(unexpected);
  }
});
