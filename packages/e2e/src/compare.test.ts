import { amberfloCustomerId, type Sandbox, startSandbox } from "@metermux/sandbox";
import { createUsage, type Usage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { amberflo } from "@metermux/usage/amberflo";
import { type Askable, type ComparableRow, compare, type SideMap } from "@metermux/usage/compare";
import { metronome } from "@metermux/usage/metronome";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRow } from "./check-row.js";
import { oracleValue } from "./world-value.js";

// The same customers at two vendors that measured the same events: they must agree, and every defect must be reported.
const now = Date.parse("2026-03-10T15:23:00Z");
const hour = 3_600_000;
const range = { start: "2026-03-01", end: "2026-03-06" };
let sandbox: Sandbox;
let usage: Usage;
/** From Metronome's ids to Amberflo's. */
let map: Required<Pick<SideMap, "meters" | "customers">>;
let large: { id: string; name: string };

beforeAll(async () => {
  sandbox = await startSandbox({ now, requestsPerSecond: false });
  const { metronome: billing, amberflo: metering } = sandbox.connections;
  const connections = {
    billing: metronome({ ...billing, rate: false }),
    metering: amberflo({ ...metering, rate: false }),
  };
  usage = createUsage(connections, { clock: { now: () => now } });
  const headers = { authorization: `Bearer ${billing.token}` };
  const response = await fetch(`${billing.baseUrl}/v1/billable-metrics?limit=100`, { headers });
  const { data }: { data: { id: string; name: string }[] } = await response.json();
  const keys = new Map(sandbox.world.meters.map(({ name, key }) => [name, key]));
  const { customers } = sandbox.world;
  map = {
    meters: Object.fromEntries(data.map(({ id, name }) => [id, keys.get(name) ?? name])),
    customers: Object.fromEntries(customers.map((customer) => [customer.id, amberfloCustomerId(customer)])),
  };
  const customer = customers.find(({ size, archivedAt }) => size === "large" && !archivedAt);
  if (customer === undefined) throw new Error("the world lacks one");
  large = { id: customer.id, name: amberfloCustomerId(customer) };
});
afterAll(() => sandbox.close());

const sums = ["api_calls", "input_tokens", "viewing_bytes", "settled", "core_hours"];
const billing = () => ({ usage, connections: ["billing"], map });
const metering = (through: Askable = usage) => ({ usage: through, connections: ["metering"] });

/** The same connections with changed rows. */
function damaged(change: (row: UsageRow) => UsageRow | undefined): Askable {
  return {
    async *query(query: UsageQuery) {
      for await (const row of usage.query(query)) {
        const kept = change(checkRow(row));
        if (kept !== undefined) yield kept;
      }
    },
  };
}

/** The verdicts and hints of a comparison, each once. */
const told = ({ keys }: Awaited<ReturnType<typeof compare>>) =>
  [...new Set(keys.map(({ verdict, hints }) => [verdict, ...hints.map(({ code }) => code)].join(" ")))].sort();

describe("two vendors of the same events", () => {
  test.each(["day", "none"] as const)("agree on every customer, window %s", async (window) => {
    const query: UsageQuery = { ...range, window, meters: sums };
    const comparison = await compare(query, { left: billing(), right: metering() });
    expect(told(comparison)).toEqual(["match", "match no-data-vs-zero"]);
    expect(comparison.totals.map(({ meter, difference }) => [meter, difference])).toEqual(
      sums.toSorted().map((meter) => [meter, "0"]),
    );
    expect(comparison.keys.length).toBeGreaterThan(100);
  });

  test("agree when one side's hours are rolled up to days", async () => {
    const query: UsageQuery = { ...range, window: "day", meters: sums, customers: [large.name] };
    const comparison = await compare(query, { left: { ...billing(), window: "hour" }, right: metering() });
    expect(told(comparison)).toEqual(["match", "match no-data-vs-zero"]);
    expect(comparison.keys[0]?.left?.rows).toBe(24);
  });

  test("share no key without a map, and the comparison says so", async () => {
    const query: UsageQuery = { ...range, window: "none" };
    const left = { usage, connections: ["billing"] };
    await expect(compare(query, { left, right: metering() })).rejects.toMatchObject({
      code: "invalid_input",
      field: "map",
    });
  });
});

describe("a defect is reported:", () => {
  const query = (change: Partial<UsageQuery> = {}): UsageQuery => ({
    ...{ ...range, window: "hour", meters: ["viewing_bytes"], customers: [large.name], ...change },
  });

  test("one dropped row", async () => {
    const lost = "2026-03-03T00:00:00.000Z";
    const through = damaged((row) => (row.windowStart === lost ? undefined : row));
    const days = query({ window: "day", meters: ["api_calls"] });
    const { keys, counts, totals } = await compare(days, { left: billing(), right: metering(through) });
    expect(counts).toMatchObject({ match: 4, "left-only": 1 });
    const missing = keys.find(({ verdict }) => verdict === "left-only");
    expect(missing).toMatchObject({ meter: "api_calls", customer: large.name, windowStart: lost, right: null });
    expect(totals[0]?.difference).toBe(`-${missing?.left?.value}`);
  });

  test("hours recorded in another time zone", async () => {
    const late = (instant: string) => new Date(Date.parse(instant) + 2 * hour).toISOString();
    const through = damaged((row) => ({
      ...{ ...row, windowStart: late(row.windowStart), windowEnd: late(row.windowEnd) },
    }));
    const { keys, counts } = await compare(query(), { left: billing(), right: metering(through) });
    expect(keys.length - counts.match).toBeGreaterThan(80);
    for (const { verdict, hints } of keys) {
      const shift = expect.objectContaining({ code: "time-zone-shift", offset: "+02:00" });
      if (verdict !== "match") expect(hints).toContainEqual(shift);
    }
  });

  test("a database with days of another time zone", async () => {
    const meter = sandbox.world.meters.find(({ key }) => key === "viewing_bytes");
    if (meter === undefined) throw new Error("the world lacks it");
    const database: ComparableRow[] = [0, 1, 2, 3, 4].map((day) => {
      const start = Date.parse(range.start) + day * 24 * hour;
      const local = { start: start - 9 * hour, end: start + 15 * hour };
      const value = oracleValue(sandbox.world, { meter, customerId: large.id, ...local });
      return { meterId: meter.key, customerId: large.name, windowStart: new Date(start), value };
    });
    const left = { ...billing(), window: "hour" } as const;
    const { keys, counts } = await compare(query({ window: "day" }), { left, right: database });
    expect(counts).toMatchObject({ match: 0, drift: 5 });
    for (const { hints } of keys)
      expect(hints).toMatchObject([{ code: "late-data" }, { code: "time-zone-shift", offset: "+09:00" }]);
  });

  test("another unit", async () => {
    const move = (value: string | null) =>
      value === null ? null : `${value.padStart(10, "0").slice(0, -9)}.${value.padStart(10, "0").slice(-9)}`;
    async function* gigabytes() {
      const rows = usage.query({ ...query(), connections: ["metering"] });
      for await (const { unit, ...row } of rows) yield { ...row, value: move(row.value) };
    }
    const { keys } = await compare(query(), { left: billing(), right: gigabytes() });
    const drifting = keys.filter(({ verdict }) => verdict === "drift");
    expect(drifting.length).toBeGreaterThan(50);
    for (const { hints } of drifting) {
      const factor = expect.objectContaining({ code: "constant-factor", factor: "1000000000", larger: "left" });
      expect(hints).toContainEqual(factor);
    }
  });
});
