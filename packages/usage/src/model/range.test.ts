import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant } from "./instant.js";
import type { Window } from "./query.js";
import { resolveRange } from "./range.js";

const vendor = { vendor: "metronome", grid: "day" } as const;
const now = Date.parse("2026-03-10T15:23:00Z");

function resolve(start: string, end: string, window: Window) {
  const range = resolveRange({ start: Date.parse(start), end: Date.parse(end), window }, vendor, now);
  return Object.fromEntries(
    Object.entries(range).map(([name, time]) => [name, formatInstant(time).replace(":00.000Z", "Z")]),
  );
}

describe("a past range", () => {
  test("of whole hours is widened to midnights", () => {
    expect(resolve("2026-03-01T05:00Z", "2026-03-02T07:00Z", "hour")).toEqual({
      start: "2026-03-01T05:00Z",
      end: "2026-03-02T07:00Z",
      requestStart: "2026-03-01T00:00Z",
      requestEnd: "2026-03-03T00:00Z",
    });
  });

  test.each<[Window, string, string, string]>([
    ["hour", "2026-03-01T05:30Z", "2026-03-02T00:00Z", "use 2026-03-01T05:00:00.000Z or 2026-03-01T06:00:00.000Z"],
    ["hour", "2026-03-01T00:00Z", "2026-03-02T00:01Z", "use 2026-03-02T00:00:00.000Z or 2026-03-02T01:00:00.000Z"],
    ["day", "2026-03-01T05:00Z", "2026-03-02T00:00Z", "or ask for window hour"],
    ["day", "2026-03-01T00:00Z", "2026-03-02T05:00Z", "use 2026-03-02T00:00:00.000Z or 2026-03-03T00:00:00.000Z"],
    ["none", "2026-03-01T05:00Z", "2026-03-02T00:00Z", "or ask for window hour"],
    ["none", "2026-03-01T00:00Z", "2026-03-02T05:00Z", "or ask for window hour"],
  ])("that cuts a window of %s is refused with the nearest that works", (window, start, end, nearest) => {
    expect(() => resolve(start, end, window)).toThrow(nearest);
  });

  test.each([
    ["2026-03-02T00:00Z", "2026-03-01T00:00Z", "must lie after start"],
    ["2026-03-02T00:00Z", "2026-03-02T00:00Z", "must lie after start"],
    ["2026-03-11T00:00Z", "2026-03-12T00:00Z", "in the future"],
  ])("from %s to %s is refused", (start, end, problem) => {
    expect(() => resolve(start, end, "day")).toThrow(problem);
  });
});

describe("a range that ends in the running window or later", () => {
  test.each<[Window, string, string, string]>([
    ["day", "2026-03-10T15:23Z", "2026-03-11T00:00Z", "2026-03-11T00:00Z"],
    ["day", "2026-03-10T08:00Z", "2026-03-11T00:00Z", "2026-03-11T00:00Z"],
    ["day", "2026-03-10T00:00Z", "2026-03-10T00:00Z", "2026-03-10T00:00Z"],
    ["hour", "2026-03-10T15:23Z", "2026-03-10T16:00Z", "2026-03-11T00:00Z"],
    ["hour", "2030-01-01T00:00Z", "2026-03-10T16:00Z", "2026-03-11T00:00Z"],
    ["none", "2026-03-10T15:23Z", "2026-03-11T00:00Z", "2026-03-11T00:00Z"],
  ])("window %s, end %s: reaches to %s", (window, end, last, requestEnd) => {
    expect(resolve("2026-03-01T00:00Z", end, window)).toMatchObject({ end: last, requestEnd });
  });
});

test("every range is whole windows inside a request on the grid, or refused", () => {
  const minute = 60_000;
  const time = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => now - 15 * 86_400_000 + minutes * minute);
  fc.assert(
    fc.property(time, time, fc.constantFrom<Window>("hour", "day", "none"), (start, end, window) => {
      let range: ReturnType<typeof resolveRange>;
      try {
        range = resolveRange({ start, end, window }, vendor, now);
      } catch {
        return;
      }
      const length = window === "hour" ? 3_600_000 : 86_400_000;
      expect(range.start).toBe(start);
      expect((range.end - range.start) % length).toBe(0);
      expect(range.end).toBeGreaterThan(range.start);
      if (range.end !== end) expect(Math.max(end, range.end)).toBeGreaterThan(now);
      expect(range.end).toBeLessThanOrEqual(now + length);
      expect([range.requestStart % 86_400_000, range.requestEnd % 86_400_000]).toEqual([0, 0]);
      expect(range.requestStart).toBeLessThanOrEqual(range.start);
      expect(range.requestEnd).toBeGreaterThanOrEqual(range.end);
      expect(range.requestEnd - range.requestStart).toBeGreaterThanOrEqual(86_400_000);
    }),
    { numRuns: 2_000 },
  );
});
