import { expect, test } from "vitest";
import { createUsage, type UsageQuery, type UsageRow } from "../index.js";
import { amberflo } from "./index.js";

const day = 86_400;
const first = Date.parse("2026-03-01T00:00:00Z") / 1000;
const now = Date.parse("2026-03-10T15:23:00Z");
const query: UsageQuery = { start: "2026-03-01", end: "2026-03-09", window: "day", meters: ["calls"] };

interface Asked {
  meterApiName: string;
  groupBy: string[];
  timeGroupingInterval: string;
  aggregation: string;
  timeRange: { startTimeInSeconds: number; endTimeInSeconds: number };
}

/** An event of a customer on a day, from 0. */
interface Event {
  customerId: string;
  region?: string;
  on: number;
}

/** An Amberflo that counts these events, and refuses once more than so many days. */
async function ask(
  events: readonly Event[],
  maxDays: number,
  change: Partial<UsageQuery> = {},
  meterType = "sum_of_all_usage",
) {
  const answer = ({ meterApiName, groupBy, timeGroupingInterval, aggregation, timeRange }: Asked) => {
    const { startTimeInSeconds: start, endTimeInSeconds: end } = timeRange;
    const starts: number[] = [];
    for (let at = start; at < end; at += day) starts.push(at);
    const dayOf = ({ on }: Event) => first + on * day;
    const groups = new Map<string, Event[]>();
    for (const event of events) {
      if (dayOf(event) < start || dayOf(event) >= end) continue;
      const { customerId, region } = event;
      const info = JSON.stringify({ customerId, ...(groupBy.includes("region") && region && { region }) });
      groups.set(info, [...(groups.get(info) ?? []), event]);
    }
    const clientMeters = [...groups].map(([info, some]) => ({
      group: { groupInfo: JSON.parse(info) },
      groupValue: some.length,
      values: starts.map((at) => ({
        secondsSinceEpochUtc: at,
        value: some.filter((each) => dayOf(each) === at).length,
      })),
    }));
    return {
      metadata: { meterApiName, timeGroupingInterval, aggregation },
      secondsSinceEpochIntervals: starts,
      clientMeters,
    };
  };
  let requests = 0;
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/meters") {
      return Response.json([{ id: "1", meterApiName: "calls", meterType, dimensions: ["region"] }]);
    }
    if (pathname === "/customers/paging") {
      const items = ["acme", "beta"].map((customerId) => ({ customerId, customerName: customerId }));
      return Response.json({ items, metadata: { page: 1, totalFilteredPages: 1, filteredRowCount: 2 } });
    }
    requests += 1;
    const body: Asked[] = JSON.parse(await request.text());
    const isTooMuch = body.some(
      ({ timeRange }) => timeRange.endTimeInSeconds - timeRange.startTimeInSeconds > maxDays * day,
    );
    if (isTooMuch) return Response.json({ errorMessage: "Invalid request" }, { status: 400 });
    return Response.json(body.map(answer));
  };
  const usage = createUsage({ metering: amberflo({ apiKey: "k", fetch, rate: false }) }, { clock: { now: () => now } });
  const result = usage.query({ ...query, ...change });
  const rows: UsageRow[] = [];
  for await (const row of result) rows.push(row);
  const lines = rows.map(({ customerId, windowStart, groups, value, complete, derived }) =>
    JSON.stringify([customerId, windowStart, groups, value, complete, derived]),
  );
  return { lines: lines.toSorted(), remainders: result.report.remainders, requests };
}

/** What a query gives where the range fits into one answer, and where it is asked for in parts. */
async function bothWays(events: readonly Event[], change: Partial<UsageQuery> = {}, meterType?: string) {
  const [whole, parts] = [await ask(events, 100, change, meterType), await ask(events, 2, change, meterType)];
  expect(whole.requests).toBe(1);
  expect(parts.requests).toBeGreaterThan(4);
  return { whole, parts };
}

const scattered: Event[] = [
  { customerId: "acme", region: "eu", on: 0 },
  { customerId: "acme", region: "us", on: 1 },
  { customerId: "beta", region: "eu", on: 7 },
];

test.each([
  ["by day", {}],
  ["by day and region", { groupBy: ["region"] }],
  ["by week, from days", { start: "2026-02-23", window: "week" }],
  ["for one customer", { customers: ["beta"] }],
] satisfies [string, Partial<UsageQuery>][])(
  "a range in parts has the rows of the whole, zeros too: %s",
  async (_, change) => {
    const events = "customers" in change ? scattered.filter(({ customerId }) => customerId === "beta") : scattered;
    const { whole, parts } = await bothWays(events, change);
    expect(parts.lines).toEqual(whole.lines);
    expect(parts.lines.some((line) => line.includes('"0"'))).toBe(true);
  },
);

test("zeros stand for kinds that are not added too: the vendor fills every interval of a group", async () => {
  const { whole, parts } = await bothWays(scattered, {}, "active_users");
  expect(whole.lines).toHaveLength(16);
  expect(parts.lines).toEqual(whole.lines);
});

test("nobody has a row who has no usage in any part", async () => {
  const { parts } = await bothWays(scattered.slice(0, 2));
  expect(parts.lines.every((line) => line.startsWith('["acme"'))).toBe(true);
});

test("a group without the dimension is reported where other parts show others, as in the whole", async () => {
  const events = [...scattered, { customerId: "acme", on: 6 }, { customerId: "acme", on: 6 }];
  const { whole, parts } = await bothWays(events, { groupBy: ["region"] });
  expect(parts.lines).toEqual(whole.lines);
  expect(whole.remainders).toMatchObject([{ meterId: "calls", windows: 1, value: "2" }]);
  expect(parts.remainders).toEqual(whole.remainders);
});

test("and is a row where no part shows another, as in the whole", async () => {
  const events = [{ customerId: "acme", on: 6 }, ...scattered.slice(2)];
  const { whole, parts } = await bothWays(events, { groupBy: ["region"] });
  expect(parts.lines).toEqual(whole.lines);
  expect(parts.lines.filter((line) => line.includes('"region":null'))).toHaveLength(8);
  expect(parts.remainders).toEqual([]);
});
