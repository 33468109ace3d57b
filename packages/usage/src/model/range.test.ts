import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, hour } from "./calendar.js";
import { formatInstant } from "./instant.js";
import type { Window } from "./query.js";
import { type Range, resolveRange } from "./range.js";

const vendor = { vendor: "metronome", alignment: "day" } as const;
const now = Date.parse("2026-03-10T15:23:00Z");

function resolve(start: string, end: string, window: Window, timeZone = "UTC"): Range {
  return resolveRange({ start: Date.parse(start), end: Date.parse(end), window, timeZone }, vendor, now);
}

const show = (time: number) => formatInstant(time).replace(":00.000Z", "Z");
const bounds = ({ start, end }: { start: number; end: number }) => [show(start), show(end)];

describe("a past range", () => {
  test("is laid on windows without gaps", () => {
    const { spans } = resolve("2026-02-27T00:00Z", "2026-03-02T00:00Z", "day");
    expect(spans.map(bounds)).toEqual([
      ["2026-02-27T00:00Z", "2026-02-28T00:00Z"],
      ["2026-02-28T00:00Z", "2026-03-01T00:00Z"],
      ["2026-03-01T00:00Z", "2026-03-02T00:00Z"],
    ]);
  });

  test("is one span as window none", () => {
    expect(resolve("2026-03-01T05:00Z", "2026-03-02T07:00Z", "none").spans.map(bounds)).toEqual([
      ["2026-03-01T05:00Z", "2026-03-02T07:00Z"],
    ]);
  });

  test.each<[Window, string, string, string]>([
    ["hour", "2026-03-01T05:30Z", "2026-03-02T00:00Z", "use 2026-03-01T05:00:00.000Z or 2026-03-01T06:00:00.000Z"],
    ["hour", "2026-03-01T00:00Z", "2026-03-02T00:01Z", "use 2026-03-02T00:00:00.000Z or 2026-03-02T01:00:00.000Z"],
    ["day", "2026-03-01T05:00Z", "2026-03-02T00:00Z", "use 2026-03-01T00:00:00.000Z or 2026-03-02T00:00:00.000Z"],
    ["day", "2026-03-01T00:00Z", "2026-03-02T05:00Z", "use 2026-03-02T00:00:00.000Z or 2026-03-03T00:00:00.000Z"],
    ["week", "2026-03-01T00:00Z", "2026-03-09T00:00Z", "use 2026-02-23T00:00:00.000Z or 2026-03-02T00:00:00.000Z"],
    ["month", "2026-01-01T00:00Z", "2026-02-02T00:00Z", "use 2026-02-01T00:00:00.000Z or 2026-03-01T00:00:00.000Z"],
    ["none", "2026-03-01T05:30Z", "2026-03-02T00:00Z", "use 2026-03-01T05:00:00.000Z or 2026-03-01T06:00:00.000Z"],
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

test("a range of more windows than anybody means is refused before they are laid", () => {
  const refusal = expect.objectContaining({ code: "invalid_input", field: "start" });
  expect(() => resolve("0026-03-01T00:00Z", "2026-03-01T00:00Z", "hour")).toThrow(refusal);
  expect(() => resolve("0026-03-01T00:00Z", "2026-03-01T00:00Z", "hour")).toThrow(
    "it is about 17531640 windows (hour) before 2026-03-01T00:00:00.000Z, and a query has 200000 at most",
  );
  expect(() => resolve("1026-03-01T00:00Z", "2026-03-01T00:00Z", "day")).toThrow(refusal);
  expect(resolve("2004-01-01T00:00Z", "2026-01-01T00:00Z", "hour").spans).toHaveLength(192_864);
  expect(resolve("0026-03-01T00:00Z", "2026-03-01T00:00Z", "none").spans).toHaveLength(1);
});

describe("a range that ends in the running window or later", () => {
  test.each<[Window, string, string, string]>([
    ["day", "2026-03-01T00:00Z", "2026-03-10T15:23Z", "2026-03-11T00:00Z"],
    ["day", "2026-03-01T00:00Z", "2026-03-10T08:00Z", "2026-03-11T00:00Z"],
    ["day", "2026-03-01T00:00Z", "2026-03-10T00:00Z", "2026-03-10T00:00Z"],
    ["hour", "2026-03-01T00:00Z", "2026-03-10T15:23Z", "2026-03-10T16:00Z"],
    ["hour", "2026-03-01T00:00Z", "2030-01-01T00:00Z", "2026-03-10T16:00Z"],
    ["week", "2026-03-02T00:00Z", "2026-03-10T15:23Z", "2026-03-16T00:00Z"],
    ["month", "2026-02-01T00:00Z", "2026-03-10T15:23Z", "2026-04-01T00:00Z"],
    // The cell of the vendor's grid, where the start lies on it; the hour otherwise; and no further than asked before it.
    ["none", "2026-03-01T00:00Z", "2026-03-10T15:23Z", "2026-03-11T00:00Z"],
    ["none", "2026-03-01T05:00Z", "2026-03-10T15:23Z", "2026-03-10T16:00Z"],
    ["none", "2026-03-01T00:00Z", "2026-03-10T12:00Z", "2026-03-10T12:00Z"],
  ])("window %s from %s to %s: reaches to %s", (window, start, end, last) => {
    const range = resolve(start, end, window);
    expect([show(range.end), show(range.spans.at(-1)?.end ?? 0)]).toEqual([last, last]);
  });
});

describe("windows of a zone", () => {
  test("are days of 23 and 25 hours where the clocks change", () => {
    const spring = resolveRange(
      {
        start: Date.parse("2025-03-28T23:00Z"),
        end: Date.parse("2025-03-31T22:00Z"),
        window: "day",
        timeZone: "Europe/Berlin",
      },
      vendor,
      now,
    );
    expect(spring.spans.map(({ start, end }) => (end - start) / hour)).toEqual([24, 23, 24]);
    expect(spring.wholeHours).toBe(true);
  });

  test.each(["Asia/Kathmandu", "Australia/Lord_Howe"])("of %s are not whole hours of UTC", (timeZone) => {
    const start = timeZone === "Asia/Kathmandu" ? "2026-01-31T18:15Z" : "2025-07-31T13:30Z";
    const end = Date.parse(start) + day;
    expect(resolve(start, new Date(end).toISOString(), "day", timeZone).wholeHours).toBe(false);
  });
});

test("every range is whole windows from the start asked for, or refused", () => {
  const minute = 60_000;
  const time = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => now - 15 * day + minutes * minute);
  fc.assert(
    fc.property(time, time, fc.constantFrom<Window>("hour", "day", "none"), (start, end, window) => {
      let range: Range;
      try {
        range = resolveRange({ start, end, window, timeZone: "UTC" }, vendor, now);
      } catch {
        return;
      }
      const length = window === "day" ? day : hour;
      expect(range.start).toBe(start);
      expect((range.end - range.start) % length).toBe(0);
      expect(range.end).toBeGreaterThan(range.start);
      if (range.end !== end) expect(Math.max(end, range.end)).toBeGreaterThan(now);
      expect(range.end).toBeLessThanOrEqual(now + day);
    }),
    { numRuns: 2_000 },
  );
});

describe("a range for one value, of a vendor whose bounds lie on minutes", () => {
  const byMinute = { vendor: "fake", alignment: "minute", finest: "minute" } as const;
  const whole = (start: string, end: string) =>
    resolveRange({ start: Date.parse(start), end: Date.parse(end), window: "none", timeZone: "UTC" }, byMinute, now);

  test("begins and ends on any minute", () => {
    expect(whole("2026-03-01T05:31Z", "2026-03-02T07:02Z").spans.map(bounds)).toEqual([
      ["2026-03-01T05:31Z", "2026-03-02T07:02Z"],
    ]);
  });

  test("ends with the running minute", () => {
    expect(bounds(whole("2026-03-10T05:31Z", "2026-03-12T00:00Z"))).toEqual(["2026-03-10T05:31Z", "2026-03-10T15:24Z"]);
  });

  test("is refused where it cuts a minute, with the nearest that works", () => {
    expect(() => whole("2026-03-01T05:31:30Z", "2026-03-02T00:00Z")).toThrow(
      "is not the start of a minute in UTC, and a cut minute has no whole value; use 2026-03-01T05:31:00.000Z or 2026-03-01T05:32:00.000Z",
    );
  });
});

test("a range for one value lies on the hours of its zone where the vendor knows zones", () => {
  const vendor = { vendor: "fake", alignment: "hour", zones: "any" } as const;
  const asked = { window: "none", timeZone: "Asia/Kathmandu" } as const;
  const [start, end] = [Date.parse("2026-03-01T00:00+05:45"), Date.parse("2026-03-02T00:00+05:45")];
  expect(resolveRange({ ...asked, start, end }, vendor, now)).toMatchObject({ start, end });
  const onUtc = { start: Date.parse("2026-03-01T00:00Z"), end: Date.parse("2026-03-02T00:00Z") };
  expect(() => resolveRange({ ...asked, ...onUtc }, vendor, now)).toThrow("an hour in Asia/Kathmandu");
});
