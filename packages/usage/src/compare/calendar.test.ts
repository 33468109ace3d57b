import { describe, expect, test } from "vitest";
import type { Window } from "../model/query.js";
import { parseBound, windowAt } from "./calendar.js";

function spanOf(time: string, window: Exclude<Window, "none">, timeZone: string) {
  const { start, end } = windowAt(Date.parse(time), window, timeZone);
  return [new Date(start).toISOString().slice(0, 16), new Date(end).toISOString().slice(0, 16)];
}

describe("the window that an instant lies in", () => {
  test.each<[string, Exclude<Window, "none">, string, string, string]>([
    ["2026-03-10T15:23Z", "hour", "UTC", "2026-03-10T15:00", "2026-03-10T16:00"],
    ["2026-03-10T15:23Z", "hour", "Asia/Kathmandu", "2026-03-10T15:15", "2026-03-10T16:15"],
    ["2026-03-10T15:23Z", "day", "UTC", "2026-03-10T00:00", "2026-03-11T00:00"],
    ["2026-03-10T23:23Z", "day", "Europe/Berlin", "2026-03-10T23:00", "2026-03-11T23:00"],
    ["2026-03-29T12:00Z", "day", "Europe/Berlin", "2026-03-28T23:00", "2026-03-29T22:00"],
    ["2026-10-25T12:00Z", "day", "Europe/Berlin", "2026-10-24T22:00", "2026-10-25T23:00"],
    ["2026-03-15T23:00Z", "week", "UTC", "2026-03-09T00:00", "2026-03-16T00:00"],
    ["2026-03-16T00:00Z", "week", "UTC", "2026-03-16T00:00", "2026-03-23T00:00"],
    ["2026-12-31T23:30Z", "month", "Europe/Berlin", "2026-12-31T23:00", "2027-01-31T23:00"],
    ["2026-02-10T00:00Z", "month", "America/New_York", "2026-02-01T05:00", "2026-03-01T05:00"],
    ["1969-12-31T23:30Z", "day", "UTC", "1969-12-31T00:00", "1970-01-01T00:00"],
    // Cairo's clock skips midnight of 24 April 2026; Havana's shows the one of 1 November 2026 twice.
    ["2026-04-24T12:00Z", "day", "Africa/Cairo", "2026-04-23T22:00", "2026-04-24T21:00"],
    ["2026-11-01T12:00Z", "day", "America/Havana", "2026-11-01T04:00", "2026-11-02T05:00"],
  ])("%s, %s of %s", (time, window, timeZone, start, end) => {
    expect(spanOf(time, window, timeZone)).toEqual([start, end]);
  });
});

test("a date means its first instant in the zone, an instant itself", () => {
  expect(parseBound("2026-03-01", "start", "Asia/Tokyo")).toBe(Date.parse("2026-02-28T15:00Z"));
  expect(parseBound("2026-03-01T00:00:00Z", "start", "Asia/Tokyo")).toBe(Date.parse("2026-03-01T00:00Z"));
  expect(parseBound(new Date("2026-03-01T00:00:00Z"), "start", "Asia/Tokyo")).toBe(Date.parse("2026-03-01T00:00Z"));
});
