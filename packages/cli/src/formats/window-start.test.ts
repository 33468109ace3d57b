import { describe, expect, it } from "vitest";
import { formatStart } from "./window-start.js";

describe("formatStart", () => {
  it.each([
    ["day", "2026-03-01T00:00:00.000Z", "UTC", "2026-03-01"],
    ["hour", "2026-03-01T00:00:00.000Z", "UTC", "2026-03-01T00:00Z"],
    ["hour", "2026-03-01T13:00:00.000Z", "UTC", "2026-03-01T13:00Z"],
    ["none", "2026-03-01T06:30:15.000Z", "UTC", "2026-03-01T06:30:15Z"],
    [undefined, "2026-03-01T06:30:15.250Z", "UTC", "2026-03-01T06:30:15.250Z"],
    ["day", "2026-03-01T05:00:00.000Z", "America/New_York", "2026-03-01"],
    ["month", "2026-02-28T23:00:00.000Z", "Europe/Berlin", "2026-03-01"],
    ["hour", "2026-03-01T05:00:00.000Z", "America/New_York", "2026-03-01T00:00-05:00"],
    ["day", "2026-03-01T18:30:00.000Z", "Asia/Kolkata", "2026-03-02"],
  ])("writes a window of %s that starts at %s in %s as %s", (window, start, zone, text) => {
    expect(formatStart(window, start, zone)).toBe(text);
  });

  it("keeps the two hours of a clock change apart", () => {
    const starts = ["2026-11-01T05:00:00.000Z", "2026-11-01T06:00:00.000Z"];
    const texts = starts.map((start) => formatStart("hour", start, "America/New_York"));
    expect(texts).toEqual(["2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00"]);
  });
});
