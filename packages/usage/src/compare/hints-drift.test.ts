import { expect, test } from "vitest";
import { hours, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

const dayRows = (values: readonly number[]): ComparableRow[] =>
  values.map((value, day) => row({ windowStart: new Date(Date.UTC(2026, 2, 1 + day)), value: String(value) }));

const month = { end: "2026-03-31" };
const thirty = Array.from({ length: 30 }, (_, day) => 1000 + ((day * 7919) % 500) * 100);

async function codesOf(left: ComparableRow[], right: ComparableRow[], change: object = month) {
  const { keys } = await sideBySide(left, right, { query: change });
  return keys.flatMap(({ hints }) => hints.map(({ code }) => code));
}

test("three days that are doubled among 27 that match are drift without a factor", async () => {
  const doubled = thirty.map((value, day) => (day % 10 === 0 ? value * 2 : value));
  expect(await codesOf(dayRows(thirty), dayRows(doubled))).toEqual([]);
});

test("one day of an outage that left a hundredth is drift, not cents", async () => {
  const outage = thirty.map((value, day) => (day === 4 ? value / 100 : value));
  expect(await codesOf(dayRows(thirty), dayRows(outage))).toEqual([]);
});

test("a factor is named of the keys that have it where a few of many match", async () => {
  const cents = thirty.map((value, day) => (day === 4 ? value : value * 100));
  expect(await codesOf(dayRows(thirty), dayRows(cents))).toEqual(Array(29).fill("constant-factor"));
});

test("a few events that are all counted twice are too few for a factor", async () => {
  expect(await codesOf(dayRows([1, 1, 2, 0]), dayRows([2, 2, 4, 0]))).toEqual([]);
});

test.each([0, 3, 6])("day %i of business hours that drifts is no shifted clock", async (drifting) => {
  const usage = Array.from({ length: 7 * 24 }, (_, hour) => (hour % 24 >= 9 && hour % 24 < 18 ? 5 + (hour % 7) : 0));
  const sums = Array.from({ length: 7 }, (_, day) =>
    usage.slice(day * 24, day * 24 + 24).reduce((sum, value) => sum + value, 0),
  );
  const drifted = sums.map((value, day) => (day === drifting ? value - 3 : value));
  expect(await codesOf(hours(usage.map(String)), dayRows(drifted), {})).toEqual([]);
});

const flat = Array<number>(7 * 24).fill(5);
const outage = (from: number) => flat.map((value, hour) => (hour >= from && hour < from + 3 ? 0 : value));

test("outages of one length on both sides are no shifted clock", async () => {
  const [left, right] = [outage(50), outage(54)].map((values) => hours(values.map(String)));
  expect(await codesOf(left ?? [], right ?? [], { window: "hour" })).toEqual([]);
});

test("one event more in every hour of growing usage is no shifted clock", async () => {
  const growing = flat.map((_, hour) => 10 + hour);
  const more = growing.map((value) => value + 1);
  expect(await codesOf(hours(growing.map(String)), hours(more.map(String)), { window: "hour" })).toEqual([]);
});

test("usage that doubles each hour is neither moved by an hour nor doubled", async () => {
  const doubling = Array.from({ length: 40 }, (_, hour) => String(2n ** BigInt(hour)));
  const range = { window: "hour", end: "2026-03-02T16:00Z" };
  expect(await codesOf(hours(doubling.slice(0, -1)), hours(doubling.slice(1)), range)).not.toContain("time-zone-shift");
});

test("business hours that open and close an hour later on one side, every day, are a shifted clock", async () => {
  const usage = flat.map((value, hour) => (hour % 24 >= 9 && hour % 24 < 18 ? value : 0));
  const later = [0, ...usage.slice(0, -1)];
  const { keys } = await sideBySide(hours(usage.map(String)), hours(later.map(String)), { query: { window: "hour" } });
  const offsets = keys.flatMap(({ hints }) => hints.map((hint) => ("offset" in hint ? hint.offset : hint.code)));
  expect(new Set(offsets)).toEqual(new Set(["+01:00"]));
});

test("a highest value by the hour may lack data without hiding a shifted clock", async () => {
  const busy = flat.map((_, hour) => (hour % 13 === 0 ? null : String(1 + ((hour * 7919) % 1009))));
  const max = { aggregation: "max" } as const;
  const { keys } = await sideBySide(hours(busy, max), hours([null, null, ...busy.slice(0, -2)], max), {
    query: { window: "hour" },
  });
  expect(keys.flatMap(({ hints }) => hints)).toContainEqual(expect.objectContaining({ offset: "+02:00" }));
});
