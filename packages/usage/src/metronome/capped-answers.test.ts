import { describe, expect, test } from "vitest";
import { collect, customer } from "../fake-metronome.test-support.js";
import { createUsage, type UsageQuery } from "../index.js";
import { metronome } from "./index.js";

/** What each customer used of each metric, by day and by group; `total` where it is not the sum of the groups. */
interface World {
  /** What `POST /v1/usage` lists. */
  listed: (about: About) => { groups: Record<string, number | null>; total?: number } | undefined;
  /** What `POST /v1/usage/groups` lists: the region, the team where it is asked for, and the amount. */
  whole?: (about: About) => [(string | null)[], number][];
  kind?: string;
  groupKeys?: string[][];
}
interface About {
  customer: string;
  metric: string;
  date: string;
}

// Long after the days that are asked for.
const clock = { now: () => Date.parse("2026-06-01") };
const declared = [["region"], ["region", "team"]];

function connect({ listed, whole = () => [], kind = "SUM", groupKeys = declared }: World, metrics = ["m"]) {
  const list = (data: unknown[]) => Response.json({ data, next_page: null });
  const fetch = async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/v1/billable-metrics") {
      return list(metrics.map((id) => ({ id, name: id, aggregation_type: kind, group_keys: groupKeys })));
    }
    if (pathname === "/v1/customers") {
      const active = searchParams.get("only_archived") !== "true";
      return list(active ? [customer("c1", "One"), customer("c2", "Two")] : []);
    }
    const body = await request.json();
    const days = daysOf(body.starting_on, body.ending_before);
    if (pathname === "/v1/usage/groups") {
      return list(
        days.flatMap((date) =>
          whole({ customer: body.customer_id, metric: body.billable_metric_id, date }).map(([values, value]) => ({
            ...{ starting_on: `${date}T00:00:00Z`, ending_before: `${next(date)}T00:00:00+00:00` },
            ...{ group_key: null, group_value: null, value },
            group: Object.fromEntries(body.group_key.map((key: string) => [key, values[key === "team" ? 1 : 0]])),
          })),
        ),
      );
    }
    return list(
      body.customer_ids.flatMap((id: string) =>
        body.billable_metrics.flatMap((metric: { id: string }) =>
          days.flatMap((date) => {
            const row = listed({ customer: id, metric: metric.id, date });
            if (row === undefined) return [];
            const sum = Object.values(row.groups).reduce<number>((total, value) => total + (value ?? 0), 0);
            return [
              {
                ...{ customer_id: id, billable_metric_id: metric.id, billable_metric_name: "x" },
                ...{ start_timestamp: `${date}T00:00:00Z`, end_timestamp: `${next(date)}T00:00:00Z` },
                ...{ value: row.total ?? sum, groups: row.groups },
              },
            ];
          }),
        ),
      ),
    );
  };
  return createUsage({ billing: metronome({ token: "t", fetch, rate: false, retries: 0 }) }, { clock });
}

const next = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
function daysOf(start: string, end: string): string[] {
  const days: string[] = [];
  for (let date = start.slice(0, 10); date < end.slice(0, 10); date = next(date)) days.push(date);
  return days;
}

const [monday, tuesday] = ["2026-03-02", "2026-03-03"] as const;
const names = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `g${from + index}`);
const each = <Value>(keys: string[], value: Value) => Object.fromEntries(keys.map((key) => [key, value]));
const week: UsageQuery = { meters: ["m"], customers: ["c1"], start: monday, end: "2026-03-09", window: "week" };
const byRegion = { ...week, groupBy: ["region"] };

describe("a group that a capped day hides and another day lists", () => {
  // On Tuesday there are 250 groups, g0 to g249: either list shows other 200 of them at most, and the rest is unknown.
  const hiding: World = {
    listed: ({ date }) => {
      if (date === monday) return { groups: { g240: 10, g0: 1 } };
      return date === tuesday ? { groups: each(names(200), 1), total: 250 } : undefined;
    },
    whole: ({ date }) => (date === tuesday ? names(230).map((name) => [[name], 1]) : []),
  };

  test.each<[string, Partial<UsageQuery>]>([
    ["a week", {}],
    ["a month", { window: "month", start: "2026-03-01", end: "2026-04-01" }],
    ["a total of customers", { customers: "total", window: "day", start: tuesday, end: "2026-03-04" }],
  ])("makes every row of %s truncated, and never a complete one", async (_, change) => {
    const result = connect(hiding).query({ ...byRegion, ...change });
    const rows = await collect(result);
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect(new Set(rows.map(({ incompleteReason }) => incompleteReason))).toEqual(new Set(["truncated"]));
    expect(result.report.remainders).not.toEqual([]);
  });

  test("is complete in the week where the other list is proved whole by the total", async () => {
    const whole: World["whole"] = ({ date }) => (date === tuesday ? names(250).map((name) => [[name], 1]) : []);
    const result = connect({ ...hiding, whole }).query(byRegion);
    const rows = await collect(result);
    expect(rows.find(({ groups }) => groups.region === "g240")).toMatchObject({ value: "11", complete: true });
    expect(rows.every(({ complete }) => complete)).toBe(true);
    expect(result.report.remainders).toEqual([]);
  });

  test("is never complete in a maximum, which no total proves", async () => {
    const rows = await collect(connect({ ...hiding, kind: "MAX" }).query(byRegion));
    expect(rows.find(({ groups }) => groups.region === "g240")).toMatchObject({ value: "10", complete: false });
    expect(rows.every(({ complete }) => !complete)).toBe(true);
  });

  test("is never complete in a total of customers, one of whom has a capped list", async () => {
    const world: World = {
      listed: ({ customer: id }) =>
        id === "c1" ? { groups: { g240: 10 } } : { groups: each(names(200), 1), total: 250 },
      whole: () => names(230).map((name) => [[name], 1]),
    };
    const total = { ...byRegion, customers: "total", window: "day", end: tuesday } as const;
    const rows = await collect(connect(world).query(total));
    expect(rows.find(({ groups }) => groups.region === "g240")).toMatchObject({ value: "10", complete: false });
    expect(rows.every(({ complete }) => !complete)).toBe(true);
  });

  test.each(["SUM", "MAX"])("by a compound key is never complete either, of a %s", async (kind) => {
    const world: World = {
      listed: () => undefined,
      whole: ({ date }) => {
        if (date === monday) return [[["eu", "g240"], 10]];
        return date === tuesday ? names(200).map((name) => [["eu", name], 1]) : [];
      },
      kind,
    };
    const rows = await collect(connect(world).query({ ...week, groupBy: ["region", "team"] }));
    expect(rows).toHaveLength(201);
    expect(rows.every(({ incompleteReason }) => incompleteReason === "truncated")).toBe(true);
  });
});

test("a dimension of a compound key is truncated where the list by the whole key may be capped", async () => {
  const world: World = {
    groupKeys: [["region", "team"]],
    listed: () => undefined,
    whole: ({ date }) => {
      if (date === monday) return [[["us", "a"], 10]];
      return date === tuesday ? names(200).map((name) => [["eu", name], 1]) : [];
    },
  };
  const rows = await collect(connect(world).query(byRegion));
  expect(rows.map(({ groups, value, complete }) => [groups.region, value, complete])).toEqual([
    ["us", "10", false],
    ["eu", "200", false],
  ]);
});

describe("a capped list that is asked for again", () => {
  const daily = { ...byRegion, window: "day", end: tuesday } as const;
  const listed: World["listed"] = () => ({ groups: each(names(200), 1), total: 205 });

  test.each([150, 0])("stays as it was, truncated, when the other list has %i groups", async (count) => {
    const result = connect({ listed, whole: () => names(count).map((name) => [[name], 1]) }).query(daily);
    const rows = await collect(result);
    expect(rows.map(({ groups }) => groups.region)).toEqual(names(200));
    expect(rows.every(({ value, incompleteReason }) => value === "1" && incompleteReason === "truncated")).toBe(true);
    expect(result.report.remainders).toMatchObject([{ windows: 1, value: "5" }]);
  });

  test("ends the query when the other list is longer and lacks a group of the first", async () => {
    const rows = connect({ listed, whole: () => names(204, 1).map((name) => [[name], 1]) }).query(daily);
    await expect(collect(rows)).rejects.toMatchObject({ code: "unexpected_response" });
  });
});

describe("usage without the dimension", () => {
  const list = names(199);
  const world = (kind: string): World => ({
    kind,
    listed: ({ date }) => {
      if (date === monday) return { groups: { g0: 1 }, total: 4 };
      return date === tuesday ? { groups: each([...list, "x"], 1), total: 202 } : undefined;
    },
    whole: ({ date }) => (date === tuesday ? [...[...list, "x"].map((name) => [[name], 1] as never), [[null], 2]] : []),
  });

  test("that is a remainder on Monday and a group on Tuesday is one group of the week", async () => {
    const result = connect(world("SUM")).query(byRegion);
    const rows = await collect(result);
    expect(rows.find(({ groups }) => groups.region === null)).toMatchObject({
      value: "5",
      complete: true,
      derived: { parts: 2 },
    });
    expect(rows.every(({ complete }) => complete)).toBe(true);
    expect(result.report.remainders).toEqual([]);
  });

  test("that is a group of no day stays a remainder", async () => {
    const onlyMonday: World = { listed: ({ date }) => (date === monday ? { groups: { g0: 1 }, total: 4 } : undefined) };
    const result = connect(onlyMonday).query(byRegion);
    expect((await collect(result)).map(({ groups }) => groups.region)).toEqual(["g0"]);
    expect(result.report.remainders).toMatchObject([{ windows: 1, value: "3" }]);
  });
});

describe("a meter that nobody named and that one customer's answer refuses", () => {
  const many: World = {
    listed: () => undefined,
    whole: ({ customer: id, metric }) =>
      metric === "m" && id === "c2"
        ? names(200).map((name) => [["eu", name], 1])
        : [
            [["eu", "a"], 3],
            [["us", "a"], 4],
          ],
  };
  const filtered = { start: monday, end: tuesday, window: "day", groupBy: ["region", "team"] } as const;
  const unnamed = { ...filtered, filter: { region: ["eu"] } };

  test.each<[string, Partial<UsageQuery>]>([
    ["by customer", {}],
    ["as a total", { customers: "total" }],
    ["by one dimension of the key", { groupBy: ["team"], filter: { region: ["eu", "us"] } }],
  ])("is left out whole %s, and the others answer", async (_, change) => {
    const result = connect(many, ["l", "m", "n"]).query({ ...unnamed, ...change });
    const rows = await collect(result);
    expect(result.report.skipped.map(({ meterId }) => meterId)).toEqual(["m"]);
    expect(new Set(rows.map(({ meterId }) => meterId))).toEqual(new Set(["l", "n"]));
    const customers = change.customers === "total" ? 1 : 2;
    expect(rows).toHaveLength(2 * customers);
    expect(rows.every(({ complete }) => complete)).toBe(true);
  });

  test("ends the query where it is named", async () => {
    const rows = connect(many, ["l", "m"]).query({ ...unnamed, meters: ["l", "m"] });
    await expect(collect(rows)).rejects.toMatchObject({ code: "unsupported", field: "filter" });
  });
});
