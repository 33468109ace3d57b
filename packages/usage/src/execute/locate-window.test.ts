import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { questionOf } from "../fake-provider.test-support.js";
import { day, hour, windowEnd, windowStart } from "../model/calendar.js";
import { windowsOf } from "../model/range.js";
import type { Measurement, Question } from "../provider.js";
import { windowLocator } from "./locate-window.js";

const start = Date.parse("2026-06-01");
const range = { start, end: start + 3 * day };
const days = { ...range, spans: windowsOf(range, "day", "UTC"), wholeHours: true };
const asked = questionOf({ ...range, window: "day" });

function measured(from: number, to: number): Measurement {
  return { meterId: "m", customerId: "c", start: from, end: to, value: "1", groups: {} };
}

function place(from: number, to: number, question: Question = asked) {
  return windowLocator(days, "fake")(measured(start + from, start + to), question);
}

describe("a measurement", () => {
  test("belongs to the window that it lies in", () => {
    expect(place(day, 2 * day)).toEqual({ span: 1, clipped: false });
    expect(place(30 * hour, 31 * hour, questionOf({ ...range, window: "hour" }))).toEqual({ span: 1, clipped: false });
  });

  test("of a widened request is left out where it touches the range from outside", () => {
    const wider = questionOf({ window: "day", start: start - day, end: start + 4 * day });
    expect(place(-day, 0, wider)).toBeUndefined();
    expect(place(3 * day, 4 * day, wider)).toBeUndefined();
  });

  test.each([
    ["right before it", -day, 0],
    ["right after it", 3 * day, 4 * day],
    ["in another year", -365 * day, -364 * day],
  ])("outside what the vendor was asked for is refused: %s", (_, from, to) => {
    const refusal = expect.objectContaining({ code: "unexpected_response", vendor: "fake" });
    expect(() => place(from, to)).toThrow(refusal);
    expect(() => place(from, to)).toThrow("outside the range that was asked for");
  });

  test("that is no whole window is refused, though it is left out", () => {
    const wider = questionOf({ window: "day", start: start - day, end: start + 3 * day });
    expect(() => place(-hour, 0, wider)).not.toThrow();
    expect(() => place(0, -hour, wider)).toThrow("not from");
  });

  test("at no instant is refused", () => {
    expect(() => place(Number.NaN, Number.NaN)).toThrow("from no instant to no instant");
  });

  test("is clipped where it is shorter than what was asked for", () => {
    expect(place(day, 2 * day - hour)).toEqual({ span: 1, clipped: true });
    expect(place(day + hour, 2 * day)).toEqual({ span: 1, clipped: true });
    const whole = questionOf({ ...range, window: "none", start: start + day, end: start + 2 * day });
    expect(place(day, 2 * day, whole)).toEqual({ span: 1, clipped: false });
    expect(place(day, 2 * day - hour, whole)).toEqual({ span: 1, clipped: true });
  });

  test.each([
    ["across a window's bound", 12 * hour, 36 * hour, "across a window"],
    ["across the start of the range", -12 * hour, 12 * hour, "across a window"],
    ["across its end", 3 * day - hour, 3 * day + hour, "across a window"],
    ["of no length", hour, hour, "not from"],
  ])("%s is refused", (_, from, to, message) => {
    expect(() => place(from, to)).toThrow(expect.objectContaining({ code: "unexpected_response", vendor: "fake" }));
    expect(() => place(from, to)).toThrow(message);
  });

  test("longer than what was asked for is refused, though it fits a window", () => {
    expect(() => place(0, 2 * hour, questionOf({ ...range, window: "hour" }))).toThrow(
      "reaches from 2026-06-01T00:00:00.000Z to 2026-06-01T02:00:00.000Z, " +
        "not from 2026-06-01T00:00:00.000Z to 2026-06-01T01:00:00.000Z",
    );
  });
});

test("every hour finds its window, however long the windows are", () => {
  const cases = fc.record({
    at: fc.integer({ min: Date.parse("2025-01-01"), max: start }),
    window: fc.constantFrom("hour" as const, "day", "week", "month"),
    zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
    count: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(
      cases,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      ({ at, window, zone, count }, part) => {
        const first = windowStart(at, window, zone);
        let end = first;
        for (let index = 0; index < count; index += 1) end = windowEnd(end, window, zone);
        const spans = windowsOf({ start: first, end }, window, zone);
        const from = first + Math.floor((part * (end - first)) / hour) * hour;
        const found = windowLocator({ start: first, end, spans, wholeHours: true }, "fake")(
          measured(from, from + hour),
          questionOf({ start: first, end }),
        );
        expect(found?.span).toBe(spans.findIndex((span) => span.start <= from && from < span.end));
      },
    ),
  );
});

test("a measurement by days of a zone is held to the days of that zone", () => {
  const timeZone = "Asia/Kathmandu";
  const from = Date.parse("2026-06-01T00:00+05:45");
  const local = { start: from, end: from + 2 * day };
  const spans = windowsOf(local, "day", timeZone);
  const locate = windowLocator({ ...local, spans, wholeHours: false }, "fake");
  const question = questionOf({ ...local, window: "day", timeZone });
  expect(locate(measured(from + day, from + 2 * day), question)).toEqual({ span: 1, clipped: false });
  expect(locate(measured(from, from + hour), question)).toEqual({ span: 0, clipped: true });
  expect(() => locate(measured(start, start + day), question)).toThrow("across a window");
});
