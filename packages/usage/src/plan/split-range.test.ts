import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterOf, operationOf, questionOf } from "../fake-provider.test-support.js";
import { minute } from "../model/alignment.js";
import { day, hour, type Span, windowEnd, windowStart } from "../model/calendar.js";
import { windowsOf } from "../model/range.js";
import type { Question } from "../provider.js";
import { splitRange } from "./split-range.js";

describe("halves", () => {
  const operation = operationOf();
  const start = Date.parse("2026-01-01");
  const bounds = (question: Question, between?: readonly Span[]) =>
    splitRange(question, operation, between)?.map((half) => [half.start, half.end, half.meters.length]);

  test("of one window are its meters, and of one meter's window there are none", () => {
    const hourOfTwo = questionOf({ start, end: start + hour, meters: [meterOf("a"), meterOf("b")] });
    expect(bounds(hourOfTwo)).toEqual([
      [start, start + hour, 1],
      [start, start + hour, 1],
    ]);
    expect(bounds(questionOf({ start, end: start + hour }))).toBeUndefined();
  });

  test("of a whole range are ranges, and of one that may not be cut there are none", () => {
    const range = questionOf({ start, end: start + 2 * day, window: "none" });
    expect(bounds(range)).toEqual([
      [start, start + day, 1],
      [start + day, start + 2 * day, 1],
    ]);
    expect(bounds(range, [range])).toBeUndefined();
  });

  test("are cut between given windows only, nearest to the middle", () => {
    const days = (from: number, to: number): Span => ({ start: start + from * day, end: start + to * day });
    const weeks = [days(0, 7), days(7, 14), days(14, 21), days(21, 28)];
    const range = questionOf({ ...days(0, 28), window: "day" });
    const [first, second] = splitRange(range, operation, weeks) ?? [];
    expect([first, second].map((half) => half && [half.start, half.end])).toEqual([
      [start, start + 14 * day],
      [start + 14 * day, start + 28 * day],
    ]);
    expect(bounds(questionOf({ ...days(14, 21), window: "day" }), weeks)).toBeUndefined();
  });

  test("of days of a zone are cut where a day of that zone begins", () => {
    const timeZone = "Asia/Kathmandu";
    const [first, last] = [Date.parse("2026-01-01T00:00+05:45"), Date.parse("2026-01-05T00:00+05:45")];
    expect(bounds(questionOf({ start: first, end: last, window: "day", timeZone }))).toEqual([
      [first, first + 2 * day, 1],
      [first + 2 * day, last, 1],
    ]);
  });

  test("of a whole range that is shorter than two hours are cut on a minute, where bounds lie on minutes", () => {
    const minutes = operationOf({ alignment: "minute" });
    const range = questionOf({ start: start + 10 * minute, end: start + 31 * minute, window: "none" });
    expect(splitRange(range, minutes)?.map((half) => [half.start, half.end])).toEqual([
      [start + 10 * minute, start + 20 * minute],
      [start + 20 * minute, start + 31 * minute],
    ]);
    expect(splitRange({ ...range, start, end: start + minute }, minutes)).toBeUndefined();
  });

  test("of two months are the months, though the middle lies in the longer", () => {
    const february = Date.parse("2026-02-01");
    const march = Date.parse("2026-03-01");
    expect(bounds(questionOf({ start, end: march, window: "month" }))).toEqual([
      [start, february, 1],
      [february, march, 1],
    ]);
  });

  test("of a range that is asked for by itself are ranges too", () => {
    const span = { start, end: start + 4 * hour };
    const halves = splitRange(questionOf({ ...span, window: "none", spans: [span] }), operation);
    expect(halves?.map(({ spans }) => spans)).toEqual([
      [{ start, end: start + 2 * hour }],
      [{ start: start + 2 * hour, end: start + 4 * hour }],
    ]);
  });

  test("meet, cover the question, lie on its windows, and come down to single ones", () => {
    const cases = fc.record({
      at: fc.integer({ min: start, max: start + 1000 * day }),
      window: fc.constantFrom("hour" as const, "day", "week", "month"),
      count: fc.integer({ min: 1, max: 40 }),
      meters: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(cases, ({ at, window, count, meters }) => {
        const first = windowStart(at, window, "UTC");
        let end = first;
        for (let index = 0; index < count; index += 1) end = windowEnd(end, window, "UTC");
        const some = Array.from({ length: meters }, (_, index) => meterOf(`m${index}`));
        const down = (question: Question): Question[] =>
          splitRange(question, operation)?.flatMap((half) => down(half)) ?? [question];
        const parts = down(questionOf({ start: first, end, window, meters: some }));
        const seen = parts.map((part) => `${part.meters.map(({ id }) => id)} ${part.start} ${part.end}`);
        const wanted = windowsOf({ start: first, end }, window, "UTC").flatMap((span) =>
          some.map(({ id }) => `${id} ${span.start} ${span.end}`),
        );
        expect([...seen].sort()).toEqual([...wanted].sort());
      }),
      { numRuns: 200 },
    );
  });
});
