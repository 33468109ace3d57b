import { amberfloCustomerId, type Meter, type Sandbox, startSandbox } from "@metermux/sandbox";
import { createUsage, type Usage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { amberflo } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRow } from "./check-row.js";
import { addExactly, oracleGroups, oracleValue } from "./world-value.js";

// Groups, totals and filters, which the shared suite does not cover, against the events.
const now = Date.parse("2026-03-10T15:23:00Z");
const start = Date.parse("2026-03-01");
const end = Date.parse("2026-03-04");
const range = { start: new Date(start), end: new Date(end) };
let sandbox: Sandbox;
let usage: Usage;
let large: { id: string; amberflo: string };

beforeAll(async () => {
  sandbox = await startSandbox({ now, requestsPerSecond: false });
  const { amberflo: account, metronome: billing, "wowza-video": video } = sandbox.connections;
  const connections = {
    amberflo: amberflo({ ...account, rate: false }),
    metronome: metronome({ ...billing, rate: false }),
    video: wowzaVideo({ ...video, rate: false }),
  };
  usage = createUsage(connections, { clock: { now: () => now } });
  const customer = sandbox.world.customers.find(({ size, archivedAt }) => size === "large" && !archivedAt);
  if (customer === undefined) throw new Error("the world lacks one");
  large = { id: customer.id, amberflo: amberfloCustomerId(customer) };
});
afterAll(() => sandbox.close());

async function ask(query: UsageQuery) {
  const result = usage.query(query);
  const rows: UsageRow[] = [];
  for await (const row of result) rows.push(checkRow(row));
  return { rows, report: result.report };
}

function meterOf(key: string): Meter {
  const meter = sandbox.world.meters.find((known) => known.key === key);
  if (meter === undefined) throw new Error(`the world has no meter ${key}`);
  return meter;
}

describe("metronome", () => {
  let ids: Map<string | null, string>;
  beforeAll(async () => {
    ids = new Map(
      (await usage.meters()).flatMap(({ vendor, id, name }) => (vendor === "metronome" ? [[name, id]] : [])),
    );
  });
  const idOf = (key: string) => ids.get(meterOf(key).name) ?? "";

  test("users of a month and of weeks are the vendor's own values, one request for each window", async () => {
    const about = { connections: ["metronome"], customers: [large.id] };
    for (const [window, bounds] of [
      ["month", ["2026-01-01", "2026-03-01"]],
      ["week", ["2026-02-02", "2026-03-02"]],
    ] as const) {
      const query: UsageQuery = { ...about, meters: [idOf("active_users")], window, start: bounds[0], end: bounds[1] };
      const { rows } = await ask(query);
      expect(rows.length).toBe(window === "month" ? 2 : 4);
      expect((await usage.plan(query)).requests).toBe(rows.length);
      for (const row of rows) {
        const span = { start: Date.parse(row.windowStart), end: Date.parse(row.windowEnd) };
        const users = oracleValue(sandbox.world, { meter: meterOf("active_users"), customerId: large.id, ...span });
        expect([row.value, row.derived]).toEqual([users, undefined]);
      }
    }
  });

  test("users of the current month are open, and queried only up to today", async () => {
    const bounds = { window: "month", start: "2026-03-01", end: "2026-04-01" } as const;
    const query: UsageQuery = {
      ...{ connections: ["metronome"], customers: [large.id], meters: [idOf("active_users")] },
      ...bounds,
    };
    const { rows } = await ask(query);
    expect(rows).toMatchObject([{ complete: false, incompleteReason: "open", windowEnd: "2026-04-01T00:00:00.000Z" }]);
    const plan = await usage.plan(query);
    expect(plan.connections[0]?.steps[0]?.calls[0]?.request).toMatchObject({
      window_size: "NONE",
      ending_before: "2026-03-11T00:00:00.000Z",
    });
  });

  test("a dimension that is declared only together with another is grouped and filtered as that compound key", async () => {
    const meter = meterOf("input_tokens");
    const about = { customerId: large.id, meter, start, end };
    const query: UsageQuery = {
      ...{ connections: ["metronome"], customers: [large.id], window: "none", ...range },
      meters: [idOf("input_tokens")],
    };
    const { rows } = await ask({ ...query, groupBy: ["region"] });
    const values = oracleGroups(sandbox.world, about, "region");
    expect(values.length).toBeGreaterThan(1);
    const expected = values.map((value) => [
      value,
      oracleValue(sandbox.world, { ...about, group: { key: "region", value } }),
    ]);
    const known = rows.filter(({ groups }) => groups.region !== null);
    expect(known.map(({ groups, value }) => [groups.region, value]).sort()).toEqual(expected.sort());
    expect(rows[0]?.derived?.method).toBe("sum");
    const [first = ""] = values;
    const filtered = await ask({ ...query, filter: { region: [first] } });
    expect(filtered.rows.map(({ value, groups }) => [value, groups])).toEqual([
      [expected.find(([value]) => value === first)?.[1], {}],
    ]);
  });
});

describe("amberflo", () => {
  const only = { connections: ["amberflo"], window: "none", ...range } as const;

  test("groups of one dimension equal the events, and the usage without it is reported", async () => {
    const query: UsageQuery = { ...only, meters: ["api_calls"], customers: [large.amberflo], groupBy: ["region"] };
    const { rows, report } = await ask(query);
    const meter = meterOf("api_calls");
    const values = oracleGroups(sandbox.world, { meter, customerId: large.id, start, end }, "region");
    const expected = values.map((value) => [
      value,
      oracleValue(sandbox.world, { meter, customerId: large.id, start, end, group: { key: "region", value } }),
    ]);
    expect(rows.map(({ groups, value }) => [groups.region, value]).sort()).toEqual(expected.sort());
    const total = oracleValue(sandbox.world, { meter, customerId: large.id, start, end }) ?? "0";
    const listed = addExactly(rows.map(({ value }) => value ?? "0"));
    expect(report.remainders).toMatchObject([{ meterId: "api_calls", value: addExactly([total, `-${listed}`]) }]);
  });

  test("groups by two dimensions add up to the groups by one", async () => {
    const query: UsageQuery = { ...only, meters: ["input_tokens"], customers: [large.amberflo] };
    const both = await ask({ ...query, groupBy: ["model", "region"] });
    expect(Object.keys(both.rows[0]?.groups ?? {})).toEqual(["model", "region"]);
    const one = await ask({ ...query, groupBy: ["model"] });
    for (const { groups, value } of one.rows) {
      const parts = both.rows.filter((row) => row.groups.model === groups.model);
      expect(addExactly(parts.map((row) => row.value ?? "0"))).toBe(value);
    }
  });

  test("a filter equals the events with that value", async () => {
    const { rows } = await ask({
      ...only,
      meters: ["api_calls"],
      customers: [large.amberflo],
      filter: { endpoint: ["/search"] },
    });
    const group = { key: "endpoint", value: "/search" };
    expect(rows.map(({ value }) => value)).toEqual([
      oracleValue(sandbox.world, { meter: meterOf("api_calls"), customerId: large.id, start, end, group }),
    ]);
  });

  test("the customers add up to the total", async () => {
    const query: UsageQuery = { ...only, meters: ["core_hours"] };
    const { rows } = await ask(query);
    const meter = meterOf("core_hours");
    for (const row of rows) {
      const customer = sandbox.world.customers.find((each) => amberfloCustomerId(each) === row.customerId);
      expect(row.value).toBe(oracleValue(sandbox.world, { meter, customerId: customer?.id ?? "", start, end }));
      expect(row.customerName).toBe(customer?.name);
    }
    const total = await ask({ ...query, customers: "total" });
    expect(total.rows).toHaveLength(1);
    expect(total.rows[0]).toMatchObject({ customerId: null, value: addExactly(rows.map(({ value }) => value ?? "0")) });
  });

  test("users are counted by day and not added up; one window over days is refused", async () => {
    const query: UsageQuery = { ...only, window: "day", meters: ["active_users"], customers: [large.amberflo] };
    const { rows } = await ask(query);
    expect(rows).toHaveLength(3);
    for (const { windowStart, windowEnd, value, aggregation } of rows) {
      const window = { start: Date.parse(windowStart), end: Date.parse(windowEnd) };
      const users = oracleValue(sandbox.world, { meter: meterOf("active_users"), customerId: large.id, ...window });
      expect([aggregation, value]).toEqual(["unique", users ?? "0"]);
    }
    await expect(ask({ ...query, window: "none" })).rejects.toMatchObject({ code: "unsupported", field: "window" });
    const { report } = await ask({ ...only, customers: [large.amberflo] });
    expect(report.skipped.map(({ meterId }) => meterId)).toContain("active_users");
  });

  test("users of one window over one day are that day's users", async () => {
    const one = { start: range.start, end: new Date(start + 86_400_000) };
    const query: UsageQuery = { ...only, ...one, meters: ["active_users"], customers: [large.amberflo] };
    const { rows } = await ask(query);
    const day = { start, end: start + 86_400_000 };
    const users = oracleValue(sandbox.world, { meter: meterOf("active_users"), customerId: large.id, ...day });
    expect(rows).toMatchObject([{ window: "none", value: users, aggregation: "unique" }]);
    expect(rows[0]).not.toHaveProperty("derived");
  });

  test("grouping by customer gives one row per customer without groups", async () => {
    const query: UsageQuery = { ...only, meters: ["core_hours"] };
    const { rows } = await ask(query);
    const grouped = await ask({ ...query, groupBy: ["customerId"] });
    const plain = (found: readonly UsageRow[]) => found.map(({ observedAt: _, ...row }) => row);
    expect(plain(grouped.rows)).toEqual(plain(rows));
    expect(new Set(grouped.rows.map(({ groups }) => JSON.stringify(groups)))).toEqual(new Set(["{}"]));
    const one = await ask({ ...query, filter: { customerId: [large.amberflo] } });
    expect(plain(one.rows)).toEqual(plain(rows).filter(({ customerId }) => customerId === large.amberflo));
  });

  test("a customer without usage has no rows, and none is invented", async () => {
    const idle = sandbox.world.customers.find(({ eventTypes }) => eventTypes.length === 0);
    if (idle === undefined) throw new Error("the world lacks one");
    const { rows } = await ask({ ...only, meters: ["api_calls"], customers: [amberfloCustomerId(idle)] });
    expect(rows).toEqual([]);
  });
});

describe("wowza video", () => {
  const only = { connections: ["video"], window: "none", meters: ["viewing_bytes"], ...range } as const;

  test("the resources add up to the account", async () => {
    const { customerId } = sandbox.connections["wowza-video"];
    const parts: string[] = [];
    for (const resource of ["transcoders", "vod_streams"]) {
      const { rows } = await ask({ ...only, filter: { resource: [resource] } });
      const group = { key: "resource", value: resource };
      const truth = oracleValue(sandbox.world, { meter: meterOf("viewing_bytes"), customerId, start, end, group });
      expect(rows.map(({ value }) => value)).toEqual([truth]);
      parts.push(truth ?? "0");
    }
    const { rows } = await ask({ ...only, filter: { resource: ["transcoders", "vod_streams"] } });
    expect(rows).toMatchObject([{ customerId: null, unit: "B", aggregation: "sum", value: addExactly(parts) }]);
  });

  test("one window of more than 90 days is rolled up from shorter ranges for meters that add up", async () => {
    const since = new Date("2025-12-01");
    const { rows, report } = await ask({ ...only, start: since });
    const { customerId } = sandbox.connections["wowza-video"];
    const question = { meter: meterOf("viewing_bytes"), customerId, start: since.getTime(), end };
    expect(rows.map(({ value, derived }) => [value, derived])).toEqual([
      [oracleValue(sandbox.world, question), { from: "none", parts: 2, method: "sum" }],
    ]);
    expect(report.notes).toEqual([{ connection: "video", about: expect.stringContaining("UNVERIFIED") }]);
    const average = ask({ ...only, meters: ["avg_viewing_seconds"], start: since });
    await expect(average).rejects.toMatchObject({ code: "unsupported", field: "end" });
  });

  test("groups by resource equal the filtered queries, one request for each", async () => {
    const { rows } = await ask({ ...only, groupBy: ["resource"] });
    const { customerId } = sandbox.connections["wowza-video"];
    const expected = ["transcoders", "vod_streams"].map((resource) => {
      const group = { key: "resource", value: resource };
      return [resource, oracleValue(sandbox.world, { meter: meterOf("viewing_bytes"), customerId, start, end, group })];
    });
    expect(rows.map(({ groups, value }) => [groups.resource, value])).toEqual(expected);
    const plan = await usage.plan({ ...only, groupBy: ["resource"] });
    expect(plan.requests).toBe(2);
  });

  test("customers and other groups are refused", async () => {
    await expect(ask({ ...only, customers: ["c1"] })).rejects.toMatchObject({
      code: "unsupported",
      field: "customers",
    });
    await expect(ask({ ...only, groupBy: ["region"] })).rejects.toMatchObject({
      code: "unsupported",
      field: "groupBy",
    });
  });
});
