import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, hour, windowEnd, windowStart } from "./calendar.js";
import type { Window } from "./query.js";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "Asia/Beirut",
  "Africa/Cairo",
];
const windows: Exclude<Window, "none">[] = ["hour", "day", "week", "month"];
const show = (time: number) => new Date(time).toISOString().replace(":00.000Z", "Z");

/** What the clocks of a zone show, by the runtime's own calendar. */
function clockOf(time: number, timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
}

describe("windows", () => {
  const time = fc.integer({ min: Date.parse("2011-01-01"), max: Date.parse("2030-01-01") });

  test("hold the instant, meet the next one, and begin by the runtime's calendar", () => {
    fc.assert(
      fc.property(time, fc.constantFrom(...zones), fc.constantFrom(...windows), (at, zone, window) => {
        // Clocks that move by half an hour leave hours that do not meet: no vendor here can be asked for them.
        fc.pre(window !== "hour" || zone !== "Australia/Lord_Howe");
        const start = windowStart(at, window, zone);
        const end = windowEnd(start, window, zone);
        expect(start).toBeLessThanOrEqual(at);
        if (window !== "hour") expect(end).toBeGreaterThan(at);
        expect(windowStart(end, window, zone)).toBe(end);
        if (window === "hour") return;
        const first = clockOf(start, zone);
        // The minute before belongs to another date.
        expect(clockOf(start - 60_000, zone).day).not.toBe(first.day);
        if (window === "week") expect(first.weekday).toBe("Mon");
        if (window === "month") expect(first.day).toBe("01");
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T12:00Z", "2026-03-28T23:00Z", 23],
    ["Europe/Berlin", "2026-10-25T12:00Z", "2026-10-24T22:00Z", 25],
    ["America/New_York", "2026-03-08T12:00Z", "2026-03-08T05:00Z", 23],
    // Clocks that go forward at midnight: the day begins at 01:00.
    ["America/Sao_Paulo", "2018-11-04T12:00Z", "2018-11-04T03:00Z", 23],
    ["Asia/Beirut", "2026-03-29T12:00Z", "2026-03-28T22:00Z", 23],
    // Clocks that go back at midnight, to the day before.
    ["America/Sao_Paulo", "2019-02-16T12:00Z", "2019-02-16T02:00Z", 25],
    ["Africa/Cairo", "2026-10-29T12:00Z", "2026-10-28T21:00Z", 25],
    ["Australia/Lord_Howe", "2026-04-05T06:00Z", "2026-04-04T13:00Z", 24.5],
  ])("a day of %s at %s begins at %s and has %s hours", (zone, at, start, hours) => {
    const first = windowStart(Date.parse(at), "day", zone);
    expect([show(first), (windowEnd(first, "day", zone) - first) / hour]).toEqual([start, hours]);
  });

  test("a date that a zone skipped is no window", () => {
    // Apia went from 29 to 31 December 2011.
    const last = windowStart(Date.parse("2011-12-30T05:00Z"), "day", "Pacific/Apia");
    const next = windowEnd(last, "day", "Pacific/Apia");
    expect([show(last), show(next), (next - last) / day]).toEqual(["2011-12-29T10:00Z", "2011-12-30T10:00Z", 1]);
    expect(clockOf(next, "Pacific/Apia").day).toBe("31");
  });
});
