import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { createUsage, isMetermuxError, type Usage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRow } from "./check-row.js";
import { addExactly, oracleGroups, oracleValue } from "./world-value.js";

// Three sources of the same numbers that share only the spec: the facade over real sockets, the sandbox, and the oracle.
const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse("2026-03-10T15:23:00Z");
let sandbox: Sandbox;
let usage: Usage;
let metrics: { id: string; name: string; group_keys?: string[][]; archived_at?: string }[];

beforeAll(async () => {
  sandbox = await startSandbox({ now, requestsPerSecond: false });
  const connection = sandbox.connections.metronome;
  usage = createUsage({ billing: metronome({ ...connection, rate: false }) }, { clock: { now: () => now } });
  const headers = { authorization: `Bearer ${connection.token}` };
  const response = await fetch(`${connection.baseUrl}/v1/billable-metrics?limit=100`, { headers });
  metrics = (await response.json()).data;
});
afterAll(() => sandbox.close());

async function collect(query: UsageQuery): Promise<UsageRow[]> {
  const rows: UsageRow[] = [];
  for await (const row of usage.query(query)) rows.push(checkRow(row));
  return rows;
}

function meterOf(name: string | null) {
  const meter = sandbox.world.meters.find((known) => known.name === name);
  if (meter === undefined) throw new Error(`the world has no meter ${name}`);
  return meter;
}

const keyOf = (meterId: string, customerId: string | null, start: number) =>
  `${meterId} ${customerId} ${new Date(start).toISOString()}`;

/** The expected rows of a query by the oracle: every window of every pair, in any order. */
function expected(
  meterIds: readonly string[],
  customerIds: readonly string[],
  start: number,
  end: number,
  length: number,
) {
  const values = new Map<string, string | null>();
  for (const id of meterIds) {
    const meter = meterOf(metrics.find((metric) => metric.id === id)?.name ?? null);
    for (const customerId of customerIds) {
      for (let from = start; from < end; from += length) {
        values.set(
          keyOf(id, customerId, from),
          oracleValue(sandbox.world, { meter, customerId, start: from, end: from + length }),
        );
      }
    }
  }
  return values;
}

const valuesOf = (rows: readonly UsageRow[]) =>
  new Map(rows.map((row) => [keyOf(row.meterId, row.customerId, Date.parse(row.windowStart)), row.value]));

test("every answer equals the events or is refused", async () => {
  const customerIds = sandbox.world.customers.map(({ id }) => id);
  const meterIds = metrics.map(({ id }) => id);
  const question = fc.record({
    window: fc.constantFrom("hour", "day", "none"),
    // From before the first event to after now, in half hours: often aligned, and often not.
    start: fc
      .oneof(
        fc.integer({ min: -92, max: 0 }).map((days) => days * 48),
        fc.integer({ min: -92 * 24, max: 15 }).map((hours) => hours * 2),
        fc.integer({ min: -92 * 48, max: 31 }),
      )
      .map((halves) => Math.floor(now / day) * day + halves * (hour / 2)),
    length: fc.oneof(
      fc.integer({ min: 1, max: 4 }).map((days) => days * 48),
      fc.integer({ min: 0, max: 96 }),
    ),
    meters: fc.shuffledSubarray(meterIds, { minLength: 1, maxLength: 3 }),
    customers: fc.shuffledSubarray(customerIds, { minLength: 1, maxLength: 2 }),
  });
  let answered = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ window, start, length, meters, customers }) => {
      const end = start + length * (hour / 2);
      let rows: UsageRow[];
      try {
        rows = await collect({ window, start: new Date(start), end: new Date(end), meters, customers });
      } catch (error) {
        if (!isMetermuxError(error) || (error.code !== "unsupported" && error.code !== "invalid_input")) throw error;
        refused += 1;
        return;
      }
      answered += 1;
      const cell = window === "day" ? day : hour;
      // The end of the current window, where the range reaches into it; of the current day for a range that began with a day.
      const running = window === "none" && start % day === 0 ? day : cell;
      const isPast = end <= Math.floor(now / cell) * cell;
      const last = isPast ? end : (Math.floor(now / running) + 1) * running;
      const step = window === "none" ? last - start : cell;
      expect(valuesOf(rows)).toEqual(expected(meters, customers, start, last, step));
      for (const row of rows) expect(row.complete).toBe(Date.parse(row.windowEnd) <= now);
    }),
    { numRuns: 150, seed: 20_260_310 },
  );
  // Both outcomes must be common, or the test proves little.
  expect(answered).toBeGreaterThan(30);
  expect(refused).toBeGreaterThan(10);
}, 60_000);

describe("groups", () => {
  const start = Date.parse("2026-03-01");
  const end = Date.parse("2026-03-04");

  test("equal the events, with the remainder of the total reported", async () => {
    const metric = metrics.find(({ name }) => name === "API calls");
    const customer = sandbox.world.customers.find((each) => !each.archivedAt && each.size === "large");
    if (metric === undefined || customer === undefined) throw new Error("the world lacks them");
    const query: UsageQuery = {
      window: "day",
      start: new Date(start),
      end: new Date(end),
      meters: [metric.id],
      customers: [customer.id],
      groupBy: ["region"],
    };
    const result = usage.query(query);
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(checkRow(row));
    const meter = meterOf("API calls");
    const regions = oracleGroups(sandbox.world, { meter, customerId: customer.id, start, end }, "region");
    expect(regions.length).toBeGreaterThan(2);
    for (const region of regions) {
      for (let from = start; from < end; from += day) {
        const row = rows.find((each) => each.groups.region === region && Date.parse(each.windowStart) === from);
        const group = { key: "region", value: region };
        expect(row?.value).toBe(
          oracleValue(sandbox.world, { meter, customerId: customer.id, start: from, end: from + day, group }),
        );
      }
    }
    expect(rows).toHaveLength(regions.length * 3);
    const listed = addExactly(rows.flatMap(({ value }) => value ?? []));
    const total = oracleValue(sandbox.world, { meter, customerId: customer.id, start, end }) ?? "0";
    expect(result.report.remainders).toMatchObject([{ meterId: metric.id, value: addExactly([total, `-${listed}`]) }]);
    expect(result.report.remainders[0]?.value).not.toBe("0");
  });

  test("that one operation caps at 200 are complete from the other operation", async () => {
    const metric = metrics.find(({ name }) => name === "API calls");
    const meter = meterOf("API calls");
    const many = sandbox.world.customers.find(
      ({ id }) => oracleGroups(sandbox.world, { meter, customerId: id, start, end }, "api_key").length > 200,
    );
    if (metric === undefined || many === undefined) throw new Error("the world lacks them");
    const result = usage.query({
      window: "none",
      start: new Date(start),
      end: new Date(end),
      meters: [metric.id],
      customers: [many.id],
      groupBy: ["api_key"],
    });
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(checkRow(row));
    const values = oracleGroups(sandbox.world, { meter, customerId: many.id, start, end }, "api_key");
    const truth = values.map((value) => {
      const group = { key: "api_key", value };
      return [value, oracleValue(sandbox.world, { meter, customerId: many.id, start, end, group })];
    });
    // There, events without the dimension are a separate group.
    const listed = rows.filter(({ groups }) => groups.api_key !== null);
    expect(listed.map(({ groups, value }) => [groups.api_key, value]).sort()).toEqual(truth.sort());
    expect(rows.every(({ complete }) => complete)).toBe(true);
    expect(result.report.remainders).toEqual([]);
    const total = oracleValue(sandbox.world, { meter, customerId: many.id, start, end });
    expect(addExactly(rows.map(({ value }) => value ?? "0"))).toBe(total);
  });
});

test("a value above 2^53 keeps every digit from the event to the row", async () => {
  const metric = metrics.find(({ name }) => name === "Settled amount (micro-units)");
  if (metric === undefined) throw new Error("the world lacks it");
  const rows = await collect({ window: "none", start: "2026-02-01", end: "2026-03-01", meters: [metric.id] });
  const beyond = rows.filter(
    ({ value }) => value !== null && BigInt(value.split(".")[0] ?? "") > 2n ** 53n && value !== String(Number(value)),
  );
  expect(beyond.length).toBeGreaterThan(0);
  const meter = meterOf(metric.name);
  for (const row of rows) {
    const { customerId } = row;
    if (customerId === null) throw new Error("no customer");
    expect(row.value).toBe(
      oracleValue(sandbox.world, { meter, customerId, start: Date.parse("2026-02-01"), end: Date.parse("2026-03-01") }),
    );
  }
});

test("every customer includes the archived ones", async () => {
  const metric = metrics.find(({ name }) => name === "API calls");
  if (metric === undefined) throw new Error("the world lacks it");
  const rows = await collect({ window: "none", start: "2025-12-11", end: "2026-03-10", meters: [metric.id] });
  const archived = sandbox.world.customers.filter(({ archivedAt }) => archivedAt);
  const used = (id: string) => rows.find(({ customerId }) => customerId === id)?.value ?? "0";
  expect(rows).toHaveLength(sandbox.world.customers.length);
  expect(archived.filter(({ id }) => Number(used(id)) > 0).length).toBeGreaterThan(0);
});
