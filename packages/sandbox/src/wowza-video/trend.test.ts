import { expect, it } from "vitest";
import { bruteForceSum, createCaller, type Point } from "./caller.test-support.js";

const caller = createCaller();

async function trend(from: string, to: string): Promise<readonly Point[]> {
  const { account } = await caller.usage({ from, to, include: "trend" });
  return account.trend ?? [];
}

/** Milliseconds between the points, which must be equal. */
function distance(points: readonly Point[]): number {
  const instants = points.map(({ sampled_at }) => Date.parse(sampled_at));
  const distances = new Set(instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0)));
  expect(distances.size).toBe(1);
  return Math.max(...distances);
}

it("rule trend: a requested trend is a list of viewing, and there is none otherwise", async () => {
  const range = { from: "2026-03-01 00:00:00", to: "2026-03-08 00:00:00" };
  const { trend: points, ...account } = (await caller.usage({ ...range, include: "trend" })).account;
  expect(points).toHaveLength(7);
  for (const point of points ?? []) {
    expect(Object.keys(point)).toEqual(["sampled_at", "viewing_seconds", "viewing_bytes"]);
  }
  expect((await caller.usage(range)).account).toEqual(account);
});

it.each([
  ["2026-03-14 00:00:00", "2026-03-14 01:00:00", 60, 60_000],
  ["2026-03-14 00:00:00", "2026-03-14 03:00:00", 180, 60_000],
  ["2026-03-14 00:00:00", "2026-03-14 04:00:00", 4, 3_600_000],
  ["2026-03-14 00:00:00", "2026-03-15 00:00:00", 24, 3_600_000],
  ["2026-03-13 00:00:00", "2026-03-15 00:00:00", 2, 86_400_000],
  ["2026-02-14 00:00:00", "2026-03-14 00:00:00", 28, 86_400_000],
])("rule trend-steps: %s to %s has %i points", async (from, to, count, step) => {
  const points = await trend(from, to);
  expect([points.length, distance(points)]).toEqual([count, step]);
});

it.each([
  ["2026-01-10 00:00:00", "2026-01-10 01:00:00", 1],
  ["2026-01-10 00:00:00", "2026-01-12 00:00:00", 48],
  ["2026-01-10 00:00:00", "2026-03-10 00:00:00", 59 * 24],
  ["2026-02-13 13:00:00", "2026-03-14 13:00:00", 29 * 24],
])("rule old-trend: %s to %s has %i hourly points", async (from, to, count) => {
  expect(await trend(from, to)).toHaveLength(count);
});

it("rule trend-points: points are on the UTC grid, 0 without usage, and add up to the totals", async () => {
  const [from, to] = ["2026-03-02 18:00:00", "2026-03-08 06:00:00"] as const;
  const { account } = await caller.usage({ from, to, include: "trend" });
  const points = account.trend ?? [];
  // The first point is named by a midnight before the range, and holds only usage within the range.
  expect(points[0]?.sampled_at).toBe("2026-03-02T00:00:00.000Z");
  const evening = caller.events("video_view", from, "2026-03-03 00:00:00");
  expect(points[0]?.viewing_bytes).toBe(bruteForceSum(evening, "bytes"));
  for (const counter of ["viewing_bytes", "viewing_seconds"] as const) {
    const sum = points.reduce((total, point) => total + BigInt(point[counter]), 0n);
    expect(String(sum)).toBe(account[counter]);
  }
  const minutes = await trend("2026-03-14 00:00:00", "2026-03-14 03:00:00");
  expect(minutes.filter(({ viewing_bytes }) => viewing_bytes === "0").length).toBeGreaterThan(100);
});

it("rule trend-points: no point is in the future", async () => {
  const today = await trend("2026-03-15 00:00:00", "2026-03-16 00:00:00");
  expect(today.at(-1)?.sampled_at).toBe("2026-03-15T13:00:00.000Z");
  expect(await trend("2026-03-16 00:00:00", "2026-03-17 00:00:00")).toEqual([]);
});
