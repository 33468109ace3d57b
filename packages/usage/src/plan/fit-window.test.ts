import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capabilitiesOf } from "../fake-provider.test-support.js";
import type { Alignment } from "../model/alignment.js";
import { day, hour, windowEnd, windowStart } from "../model/calendar.js";
import { aggregations } from "../model/normalize.js";
import type { Aggregation, Window } from "../model/query.js";
import { resolveRange } from "../model/range.js";
import { rollupMethod } from "../model/rollup-method.js";
import type { Capabilities, OperationCapabilities } from "../provider.js";
import { fitWindow } from "./fit-window.js";
import { rangeCells } from "./range-cells.js";
import { isRefusal } from "./refusal.js";

const now = Date.parse("2026-09-01");

interface Asked {
  window: Window;
  start: string;
  end: string;
  timeZone?: string;
}

function fitted(
  kind: Aggregation,
  { window, start, end, timeZone = "UTC" }: Asked,
  operation: Partial<OperationCapabilities> = {},
  change: Partial<Capabilities> = {},
) {
  const capabilities = capabilitiesOf(operation, change);
  const asked = { start: Date.parse(start), end: Date.parse(end), window, timeZone };
  const range = resolveRange(asked, { vendor: "fake", ...rangeCells(capabilities) }, now);
  return fitWindow(kind, { window, timeZone, range }, capabilities.operations[0], capabilities);
}

const week: Asked = { window: "week", start: "2026-06-01", end: "2026-06-15" };
const berlin: Asked = {
  window: "day",
  start: "2026-06-01T00:00+02:00",
  end: "2026-06-03T00:00+02:00",
  timeZone: "Europe/Berlin",
};

describe("a window of the vendor's calendar is asked for natively", () => {
  test.each<Aggregation>(["sum", "unique", "unknown"])("whatever the kind: %s", (kind) => {
    expect(fitted(kind, { window: "day", start: "2026-06-01", end: "2026-06-03" })).toEqual({
      source: "day",
      overTime: false,
    });
  });

  test("only for the kinds that the capabilities name", () => {
    const windows = { day: "any", week: ["unique"] } as const;
    expect(fitted("unique", week, { windows })).toEqual({ source: "week", overTime: false });
    expect(fitted("sum", week, { windows })).toEqual({ source: "day", overTime: true });
  });

  test("and a whole range only where its bounds lie on the vendor's grid", () => {
    const range: Asked = { window: "none", start: "2026-06-01T05:00Z", end: "2026-06-03" };
    expect(fitted("sum", range, { alignment: "hour" })).toEqual({ source: "none", overTime: false });
    expect(fitted("sum", range, { alignment: "day" })).toEqual({ source: "hour", overTime: true });
    expect(fitted("sum", { ...range, start: "2026-06-01" }, { alignment: "day" })).toEqual({
      source: "none",
      overTime: false,
    });
  });
});

describe("other windows are put together from the longest that nest in them", () => {
  test.each<[Asked, "day" | "hour"]>([
    [week, "day"],
    [{ window: "month", start: "2026-06-01", end: "2026-07-01" }, "day"],
    [berlin, "hour"],
    [{ ...berlin, window: "week", end: "2026-06-08T00:00+02:00" }, "hour"],
    [{ ...berlin, window: "month", end: "2026-07-01T00:00+02:00" }, "hour"],
  ])("%j from %ss", (asked, source) => {
    expect(fitted("sum", asked)).toEqual({ source, overTime: true });
  });

  test("where the vendor has hours only, from hours", () => {
    expect(fitted("sum", week, { windows: { hour: "any" } })).toEqual({ source: "hour", overTime: true });
  });

  test("a day of another zone that is one of UTC's is native", () => {
    const asked: Asked = { window: "day", start: "2026-01-05", end: "2026-01-07", timeZone: "Africa/Abidjan" };
    expect(fitted("unique", asked)).toEqual({ source: "day", overTime: false });
  });
});

describe("is refused", () => {
  test.each(aggregations.filter((kind) => rollupMethod(kind) === undefined))("what does not add up: %s", (kind) => {
    expect(fitted(kind, week, {}, { rollsUpOverTime: aggregations })).toMatchObject({
      field: "window",
      why: `is of kind ${kind}, whose values over days of UTC do not make that of a week`,
    });
  });

  test("what the vendor's parts are not known to make", () => {
    expect(fitted("max", week, {}, { rollsUpOverTime: ["sum"] })).toMatchObject({ field: "window" });
  });

  test("a zone whose clocks are not whole hours from UTC, in the range asked for", () => {
    const kathmandu: Asked = {
      window: "day",
      start: "2026-06-01T00:00+05:45",
      end: "2026-06-02T00:00+05:45",
      timeZone: "Asia/Kathmandu",
    };
    expect(fitted("sum", kathmandu)).toMatchObject({
      field: "timeZone",
    });
    // Half an hour of summer time, and none in winter.
    const lordHowe = { window: "day", timeZone: "Australia/Lord_Howe" } as const;
    const summer = { ...lordHowe, start: "2026-01-05T00:00+11:00", end: "2026-01-06T00:00+11:00" };
    const winter = { ...lordHowe, start: "2026-06-01T00:00+10:30", end: "2026-06-02T00:00+10:30" };
    expect(fitted("sum", summer)).toEqual({ source: "hour", overTime: true });
    expect(fitted("sum", winter)).toMatchObject({ field: "timeZone" });
  });

  test("a window of another calendar that is native on UTC's, naming the zone", () => {
    expect(fitted("unique", berlin)).toMatchObject({ field: "timeZone" });
  });

  test("a range off the vendor's grid, naming the bounds on it", () => {
    const asked: Asked = { window: "none", start: "2026-06-01", end: "2026-06-03T05:00Z" };
    expect(fitted("unique", asked, { alignment: "day" })).toMatchObject({
      field: "end",
    });
    expect(fitted("unique", { ...asked, start: "2026-06-01T07:00Z" }, { alignment: "day" })).toMatchObject({
      field: "start",
    });
  });

  test("what has nothing finer", () => {
    expect(
      fitted("sum", { window: "hour", start: "2026-06-01", end: "2026-06-02" }, { windows: { day: "any" } }),
    ).toEqual({
      refused: true,
      field: "window",
      why: "has no value for window hour, nor for finer ones",
    });
  });
});

describe("where any range is answered", () => {
  const ranges = { windows: {}, anyRange: { maxDays: 30 } };

  test("every window of every zone is a range of its own", () => {
    for (const asked of [week, berlin])
      expect(fitted("unique", asked, ranges)).toEqual({ source: "none", overTime: false });
  });

  test("a longer one is put together from parts, or refused", () => {
    const long: Asked = { window: "none", start: "2026-06-01", end: "2026-07-02" };
    expect(fitted("sum", long, ranges)).toEqual({ source: "none", overTime: true });
    expect(fitted("average", long, ranges)).toMatchObject({ field: "end" });
    expect(fitted("average", { ...long, end: "2026-07-01" }, ranges)).toEqual({ source: "none", overTime: false });
    expect(fitted("average", { window: "month", start: "2026-07-01", end: "2026-08-01" }, ranges)).toMatchObject({
      field: "window",
    });
  });
});

describe("a vendor with windows of its own and values of any range", () => {
  const both = { alignment: "day", anyRange: {} } as const;
  const month: Asked = { window: "month", start: "2026-06-01", end: "2026-08-01" };

  test("is asked for the values of whole windows only where they do not roll up", () => {
    expect(fitted("sum", month, both)).toEqual({ source: "day", overTime: true });
    for (const kind of ["unique", "latest", "average", "unknown"] as const) {
      expect(fitted(kind, month, both)).toEqual({ source: "none", overTime: false });
      expect(fitted(kind, week, both)).toEqual({ source: "none", overTime: false });
    }
    expect(fitted("unique", { window: "day", start: "2026-06-01", end: "2026-06-03" }, both)).toMatchObject({
      source: "day",
    });
  });

  test("answers windows of another zone where every edge lies on its grid, and no other", () => {
    const abidjan = { ...month, timeZone: "Africa/Abidjan" };
    expect(fitted("unique", abidjan, both)).toEqual({ source: "none", overTime: false });
    const london: Asked = {
      window: "month",
      start: "2026-01-01",
      end: "2026-03-01",
      timeZone: "Europe/London",
    };
    expect(fitted("unique", london, both)).toEqual({ source: "none", overTime: false });
    const summer = { ...london, start: "2026-03-01", end: "2026-04-01T00:00+01:00" };
    expect(fitted("unique", summer, both)).toMatchObject({ field: "timeZone" });
    expect(fitted("sum", summer, both)).toEqual({ source: "hour", overTime: true });
    expect(fitted("unique", berlin, both)).toMatchObject({ field: "timeZone" });
  });
});

describe("a whole range that is one window of the vendor's", () => {
  const windows = { hour: "any", day: "any", week: ["unique"], month: ["unique"], none: ["sum"] } as const;
  const whole = (start: string, end: string): Asked => ({ window: "none", start, end });

  test.each([
    ["2026-06-01T05:00Z", "2026-06-01T06:00Z", "hour"],
    ["2026-06-01", "2026-06-02", "day"],
    ["2026-06-01", "2026-06-08", "week"],
    ["2026-06-01", "2026-07-01", "month"],
  ])("from %s to %s is its %s, whatever the kind", (start, end, source) => {
    expect(fitted("unique", whole(start, end), { windows })).toEqual({ source, overTime: false });
    expect(fitted("sum", whole(start, end), { windows })).toEqual({ source: "none", overTime: false });
  });

  test("is refused where it is more than one, for kinds that do not roll up", () => {
    expect(fitted("unique", whole("2026-06-01", "2026-06-03"), { windows })).toMatchObject({ field: "window" });
    expect(fitted("unique", whole("2026-06-02", "2026-06-09"), { windows })).toMatchObject({ field: "window" });
  });
});

test("whatever fits: the windows asked for fill those of the query, and several of them only where they add up", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe"];
  const cases = fc.record({
    at: fc.integer({ min: Date.parse("2025-01-01"), max: Date.parse("2026-06-01") }),
    count: fc.integer({ min: 1, max: 40 }),
    window: fc.constantFrom("hour", "day", "week", "month", "none" as const),
    timeZone: fc.constantFrom(...zones),
    kind: fc.constantFrom(...aggregations),
    alignment: fc.constantFrom<Alignment>("hour", "day"),
    windows: fc.constantFrom<OperationCapabilities["windows"]>(
      { hour: "any", day: "any", none: "any" },
      { hour: ["sum"], day: "any", month: "any" },
      { day: "any", week: ["unique"] },
    ),
    rollsUpOverTime: fc.subarray([...aggregations]),
  });
  fc.assert(
    fc.property(cases, ({ at, count, window, timeZone, kind, alignment, windows, rollsUpOverTime }) => {
      const cell = window === "none" ? "hour" : window;
      const zone = window === "none" ? "UTC" : timeZone;
      const start = windowStart(at, cell, zone);
      let end = start;
      for (let index = 0; index < count; index += 1) end = windowEnd(end, cell, zone);
      // Where clocks move by half an hour, sixty minutes after the start of an hour need not be the start of one.
      fc.pre(end <= now && !(window === "hour" && timeZone === "Australia/Lord_Howe"));
      const range = resolveRange({ start, end, window, timeZone }, { vendor: "fake", alignment: alignment }, now);
      const capabilities = capabilitiesOf({ windows, alignment }, { rollsUpOverTime });
      const found = fitWindow(kind, { window, timeZone, range }, capabilities.operations[0], capabilities);
      if (isRefusal(found)) return;
      const { source, overTime } = found;
      const admitted = windows[source];
      expect(admitted === "any" || admitted?.includes(kind)).toBe(true);
      if (overTime) expect(rollsUpOverTime.includes(kind) && rollupMethod(kind) !== undefined).toBe(true);
      // Another window than the one asked for is just as long.
      if (!overTime && source !== window) {
        expect(range.spans.every((span) => windowEnd(span.start, source as "day", "UTC") === span.end)).toBe(true);
      }
      if (source === "none") expect([start % (alignment === "day" ? day : hour), end % hour]).toEqual([0, 0]);
      else for (const span of range.spans) expect(windowStart(span.start, source, "UTC")).toBe(span.start);
      if (source !== "none") expect(windowStart(range.end, source, "UTC")).toBe(range.end);
    }),
    { numRuns: 500 },
  );
});

describe("an operation with calendars of any zone", () => {
  const any = { zones: "any" } as const;

  test("answers windows of a zone of half hours natively, of any kind", () => {
    const asked = {
      window: "day",
      timeZone: "Asia/Kathmandu",
      start: "2026-06-01T00:00+05:45",
      end: "2026-06-03T00:00+05:45",
    } as const;
    expect(fitted("unique", asked, any)).toEqual({ source: "day", overTime: false });
    expect(fitted("unique", asked, {})).toMatchObject({ field: "timeZone" });
    const hours = { ...asked, window: "hour" } as const;
    expect(fitted("unique", hours, any)).toEqual({ source: "hour", overTime: false });
  });

  test("rolls weeks of the zone up from its days", () => {
    const asked = {
      window: "week",
      timeZone: "Asia/Kathmandu",
      start: "2026-06-01T00:00+05:45",
      end: "2026-06-08T00:00+05:45",
    } as const;
    expect(fitted("sum", asked, any)).toEqual({ source: "day", overTime: true });
    expect(fitted("unique", asked, any)).toMatchObject({ field: "window" });
  });

  test("does not roll days up from hours while the clocks move by half an hour", () => {
    const asked = {
      window: "month",
      timeZone: "Australia/Lord_Howe",
      start: "2026-04-01T00:00+11:00",
      end: "2026-05-01T00:00+10:30",
    } as const;
    expect(fitted("sum", asked, { ...any, windows: { hour: "any" } })).toMatchObject({ field: "timeZone" });
    expect(fitted("sum", asked, any)).toEqual({ source: "day", overTime: true });
  });
});

describe("an operation that answers ranges of whole minutes", () => {
  const minutes = { windows: {}, anyRange: {}, alignment: "minute" } as const;

  test("answers windows of a zone of half hours, range by range", () => {
    const asked = {
      window: "day",
      timeZone: "Asia/Kolkata",
      start: "2026-06-01T00:00+05:30",
      end: "2026-06-03T00:00+05:30",
    } as const;
    expect(fitted("average", asked, minutes)).toEqual({ source: "none", overTime: false });
    expect(fitted("average", asked, { ...minutes, alignment: "hour" })).toMatchObject({ field: "timeZone" });
  });
});
