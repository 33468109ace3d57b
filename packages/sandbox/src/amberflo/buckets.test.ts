import { expect, it } from "vitest";
import { bucketsOver, type Interval, type WeekStart } from "./buckets.js";

const at = (text: string): number => Date.parse(text);

it.each<[Interval, WeekStart, string, string, string[]]>([
  ["hour", "monday", "2026-03-01T05:21Z", "2026-03-01T07:00Z", ["2026-03-01T05:00Z", "2026-03-01T06:00Z"]],
  ["day", "monday", "2026-02-28T23:59Z", "2026-03-01T00:01Z", ["2026-02-28T00:00Z", "2026-03-01T00:00Z"]],
  ["week", "monday", "2026-03-08T23:59Z", "2026-03-09T00:01Z", ["2026-03-02T00:00Z", "2026-03-09T00:00Z"]],
  ["week", "sunday", "2026-03-07T23:59Z", "2026-03-08T00:01Z", ["2026-03-01T00:00Z", "2026-03-08T00:00Z"]],
  ["month", "monday", "2025-12-31T23:59Z", "2026-02-01T00:00Z", ["2025-12-01T00:00Z", "2026-01-01T00:00Z"]],
  ["month", "monday", "2024-02-29T00:00Z", "2024-02-29T00:01Z", ["2024-02-01T00:00Z"]],
  ["week", "monday", "1969-12-31T00:00Z", "1970-01-05T00:00Z", ["1969-12-29T00:00Z"]],
])("cuts %ss (weeks from %s) over %s to %s", (interval, weekStartsOn, start, end, expected) => {
  const buckets = bucketsOver(interval, weekStartsOn, at(start), at(end));
  const starts = Array.from({ length: buckets.count }, (_, index) => buckets.startOf(index));
  expect(starts).toEqual(expected.map(at));
  expect(buckets.start).toBe(starts[0]);
  expect(buckets.end).toBe(buckets.startOf(buckets.count));
  for (const [index, first] of starts.entries()) {
    expect(buckets.indexOf(first)).toBe(index);
    expect(buckets.indexOf(buckets.startOf(index + 1) - 1)).toBe(index);
  }
});
