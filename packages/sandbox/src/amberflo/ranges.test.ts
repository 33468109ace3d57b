import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, eventsIn, seconds, startAmberflo, usageRequest } from "../../test/amberflo.js";
import { DAY, HOUR } from "../world/time.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const range = (start: string, end: string): object => ({
  timeRange: { startTimeInSeconds: seconds(start), endTimeInSeconds: seconds(end) },
});

/** The starts of the intervals, as dates or times. */
async function startsOf(body: object): Promise<string[]> {
  const { secondsSinceEpochIntervals } = await caller.report(body);
  return secondsSinceEpochIntervals.map((start) => new Date(start * 1000).toISOString().replace(":00.000Z", ""));
}

it("rule widening: a range is widened to whole buckets on both sides", async () => {
  const report = await caller.report(range("2026-03-03T05:21:00Z", "2026-03-05T08:21:00Z"));
  const whole = await caller.report(range("2026-03-03", "2026-03-06"));
  expect(report.secondsSinceEpochIntervals).toEqual(whole.secondsSinceEpochIntervals);
  expect(report.clientMeters).toEqual(whole.clientMeters);
  const events = eventsIn(caller.sandbox, "api_call", Date.parse("2026-03-03"), Date.parse("2026-03-06"));
  expect(report.clientMeters[0]?.groupValue).toBe(String(events.length));
});

it("rule end-exclusive: an end on an edge adds no bucket, and one second later adds one", async () => {
  expect(await startsOf(range("2026-03-03", "2026-03-05"))).toEqual(["2026-03-03T00:00", "2026-03-04T00:00"]);
  expect(await startsOf(range("2026-03-03", "2026-03-05T00:00:01Z"))).toHaveLength(3);
});

it("rule open-end: the end is now by default, and the current bucket holds the usage known so far", async () => {
  const startTimeInSeconds = seconds("2026-03-14");
  const open = await caller.report({ timeRange: { startTimeInSeconds } });
  const byNull = await caller.report({ timeRange: { startTimeInSeconds, endTimeInSeconds: null } });
  // The world's time is the 15th, at 13:37.
  expect(open.secondsSinceEpochIntervals).toEqual([seconds("2026-03-14"), seconds("2026-03-15")]);
  expect(byNull).toEqual(open);
  const known = eventsIn(caller.sandbox, "api_call", Date.parse("2026-03-15"), Number.POSITIVE_INFINITY);
  expect(open.clientMeters[0]?.values[1]?.value).toBe(String(known.length));
});

it("rule open-end: an end may be in the future, and the buckets there are zero", async () => {
  const { clientMeters } = await caller.report(range("2026-03-14", "2026-03-18"));
  expect(clientMeters[0]?.values.map(({ value }) => value).slice(2)).toEqual(["0", "0"]);
});

it.each([
  ["hour", HOUR],
  ["day", DAY],
])("rule utc-buckets: each %s holds the events of that time in UTC", async (timeGroupingInterval, size) => {
  const { secondsSinceEpochIntervals, clientMeters } = await caller.report({ timeGroupingInterval });
  const { startTimeInSeconds, endTimeInSeconds } = usageRequest.timeRange;
  expect(secondsSinceEpochIntervals).toHaveLength(((endTimeInSeconds - startTimeInSeconds) * 1000) / size);
  const events = eventsIn(caller.sandbox, "api_call", startTimeInSeconds * 1000, endTimeInSeconds * 1000);
  for (const { secondsSinceEpochUtc, value } of clientMeters[0]?.values ?? []) {
    const bucket = Number(secondsSinceEpochUtc) * 1000;
    expect(bucket % size).toBe(0);
    expect(value).toBe(String(events.filter(({ timestamp }) => Math.floor(timestamp / size) * size === bucket).length));
  }
});

it("rule week-start: weeks start on Monday, or on Sunday by option", async () => {
  const week = { ...range("2026-03-04", "2026-03-10"), timeGroupingInterval: "week" };
  expect(await startsOf(week)).toEqual(["2026-03-02T00:00", "2026-03-09T00:00"]);
  const other = await startAmberflo({ amberflo: { weekStartsOn: "sunday" } });
  expect((await other.report(week)).secondsSinceEpochIntervals).toEqual([seconds("2026-03-01"), seconds("2026-03-08")]);
  await other.sandbox.close();
});

it("rule months: a month is a calendar month", async () => {
  const months = { ...range("2026-01-31", "2026-03-01T00:00:01Z"), timeGroupingInterval: "month" };
  expect(await startsOf(months)).toEqual(["2026-01-01T00:00", "2026-02-01T00:00", "2026-03-01T00:00"]);
  const { clientMeters } = await caller.report(months);
  const february = eventsIn(caller.sandbox, "api_call", Date.parse("2026-02-01"), Date.parse("2026-03-01"));
  expect(clientMeters[0]?.values[1]?.value).toBe(String(february.length));
});

it("rule default-interval: the default is the hour, and is echoed", async () => {
  const { metadata, secondsSinceEpochIntervals } = await caller.report({ timeGroupingInterval: undefined });
  expect(metadata).toMatchObject({ timeGroupingInterval: "hour" });
  expect(secondsSinceEpochIntervals).toHaveLength(72);
});

it("rule values-interval: valuesTimeGroupingInterval defaults to the other interval; a different one is 400", async () => {
  const same = await caller.report({ valuesTimeGroupingInterval: "DAY" });
  expect(same).toEqual(await caller.report({}));
  expect(same.metadata).toMatchObject({ valuesTimeGroupingInterval: "day" });
  const answer = await caller.usage({ valuesTimeGroupingInterval: "hour" });
  expect([answer.status, answer.rule]).toEqual([400, "values-interval"]);
});

it("rule row-cap: 100,000 rows are answered, and more are 400, from groups or from intervals", async () => {
  const byKey = { groupBy: ["customerId", "api_key"] };
  const long = range("2025-12-15", "2026-03-16");
  const hours = await caller.usage({ ...long, ...byKey, timeGroupingInterval: "hour" });
  expect([hours.status, hours.rule]).toEqual([400, "row-cap"]);
  expect((await caller.usage({ ...long, ...byKey })).status).toBe(200);
  const taken = { ...long, ...byKey, timeGroupingInterval: "hour", take: { limit: 2 } };
  expect((await caller.usage(taken)).status).toBe(200);
  // 100,000 hours and one more.
  const end = seconds("2026-03-16");
  const since = (count: number): object => ({
    timeGroupingInterval: "hour",
    timeRange: { startTimeInSeconds: end - count * 3600, endTimeInSeconds: end },
  });
  expect((await caller.report(since(100_000))).clientMeters[0]?.values).toHaveLength(100_000);
  expect((await caller.usage(since(100_001))).rule).toBe("row-cap");
});
