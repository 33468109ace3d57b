import { describe, expect, it } from "vitest";
import { endOfRunning, readPeriod, readTime } from "./time-option.js";

// A Tuesday; in Kathmandu it is 15:15.
const now = Date.parse("2026-03-10T09:30:00Z");
const utc = { now, timeZone: "UTC" };
const auckland = { now: Date.parse("2026-03-10T13:30:00Z"), timeZone: "Pacific/Auckland" };

describe("a time of --from and --to", () => {
  it.each([
    ["2026-03", "2026-03-01"],
    ["-7d", "2026-03-03"],
    ["-0d", "2026-03-10"],
    ["-10d", "2026-02-28"],
    ["-24h", "2026-03-09T09:00:00.000Z"],
    ["today", "2026-03-10"],
    ["yesterday", "2026-03-09"],
    ["this-month", "2026-03-01"],
    ["last-month", "2026-02-01"],
    ["2026-03-01T05:00:00Z", "2026-03-01T05:00:00Z"],
    ["whenever", "whenever"],
  ])("%s is read as %s", (text, time) => {
    expect(readTime(text, utc)).toBe(time);
  });

  it("is of the calendar of the zone", () => {
    expect(readTime("yesterday", auckland)).toBe("2026-03-10");
    expect(readTime("-24h", { now, timeZone: "Asia/Kathmandu" })).toBe("2026-03-09T09:15:00.000Z");
  });

  it("of a zone that does not exist is left to the query, which names the zone", () => {
    expect(readTime("yesterday", { now, timeZone: "Mars/Olympus" })).toBe("2026-03-09");
  });
});

describe("a period of --for", () => {
  it.each([
    ["2026-10", "2026-10-01", "2026-11-01"],
    ["2025-12", "2025-12-01", "2026-01-01"],
    ["2026-02-28", "2026-02-28", "2026-03-01"],
    ["yesterday", "2026-03-09", "2026-03-10"],
    ["this-month", "2026-03-01", "2026-04-01"],
  ])("%s is from %s to %s", (text, from, to) => {
    expect(readPeriod(text, utc)).toEqual({ from, to });
  });

  it.each(["2026-13", "2026-02-30", "-7d", "2026", ""])("is not %j", (text) => {
    expect(() => readPeriod(text, utc)).toThrow(/^--for: .*such as 2026-03/);
  });
});

describe("an end that is not given", () => {
  it.each([
    ["hour", "2026-03-10T10:00:00.000Z"],
    ["none", "2026-03-10T10:00:00.000Z"],
    ["day", "2026-03-11"],
    ["week", "2026-03-16"],
    ["month", "2026-04-01"],
  ] as const)("is that of the running %s", (window, end) => {
    expect(endOfRunning(window, utc)).toBe(end);
  });

  it("of a week that begins today or ends today is the next Monday", () => {
    expect(endOfRunning("week", { now: Date.parse("2026-03-09T00:00:00Z"), timeZone: "UTC" })).toBe("2026-03-16");
    expect(endOfRunning("week", { now: Date.parse("2026-03-15T23:00:00Z"), timeZone: "UTC" })).toBe("2026-03-16");
  });
});
