import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bruteForceSum, type Caller, NOW, type Row, startCaller } from "../../test/support.js";
import type { UsageEvent } from "../world/event.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const range = { starting_on: "2025-12-15T00:00:00Z", ending_before: "2026-03-16T00:00:00Z" };

async function rowsOf(name: string, window_size: string, more: object = {}): Promise<Row[]> {
  const billable_metrics = [{ id: await caller.metricId(name) }];
  return (await caller.walk({ ...range, window_size, billable_metrics, ...more })).rows;
}

/** The events of each row, filtered from a flat list, independent of the server's windows. */
function eventsOf(rows: readonly Row[], type: string, property?: string): [Row, UsageEvent[]][] {
  const byCustomer = new Map<string, UsageEvent[]>();
  for (const event of caller.sandbox.world.events()) {
    if (event.type !== type || (property !== undefined && event.properties[property] === undefined)) continue;
    const known = byCustomer.get(event.customerId);
    if (known === undefined) byCustomer.set(event.customerId, [event]);
    else known.push(event);
  }
  return rows.map((row) => {
    const start = Date.parse(row.start_timestamp);
    const end = Date.parse(row.end_timestamp);
    const events = byCustomer.get(row.customer_id) ?? [];
    return [row, events.filter(({ timestamp }) => timestamp >= start && timestamp < end)];
  });
}

describe("each aggregation equals the value computed from the raw events", () => {
  it.each([
    ["Input tokens", "token_use", "input_tokens"],
    ["Core hours", "compute", "core_hours"],
    ["Settled amount (micro-units)", "settlement", "amount"],
  ])("SUM: %s, for all customers by day", async (name, type, property) => {
    const rows = await rowsOf(name, "DAY");
    expect(rows).toHaveLength(91 * caller.sandbox.world.customers.length);
    for (const [row, events] of eventsOf(rows, type, property)) {
      expect(row.value).toBe(bruteForceSum(events.map(({ properties }) => properties[property] ?? "")));
    }
    expect(rows.some(({ value }) => value === null)).toBe(true);
    expect(rows.some(({ value }) => value === "0")).toBe(true);
    expect(rows.some(({ value }) => value?.startsWith("-"))).toBe(true);
  });

  it("COUNT, UNIQUE, MAX and LATEST, for one customer by hour", async () => {
    const customer = caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200);
    const more = { customer_ids: [customer?.id], starting_on: "2026-02-20T00:00:00Z" };
    for (const [row, events] of eventsOf(await rowsOf("API calls", "HOUR", more), "api_call")) {
      expect(row.value).toBe(events.length === 0 ? null : String(events.length));
    }
    for (const [row, events] of eventsOf(await rowsOf("Active users", "HOUR", more), "api_call", "user")) {
      const users = new Set(events.map(({ properties }) => properties.user));
      expect(row.value).toBe(users.size === 0 ? null : String(users.size));
    }
    for (const [row, events] of eventsOf(await rowsOf("Peak latency (ms)", "HOUR", more), "api_call", "latency_ms")) {
      const values = events.map(({ properties }) => Number(properties.latency_ms));
      expect(row.value).toBe(values.length === 0 ? null : String(Math.max(...values)));
    }
    for (const [row, events] of eventsOf(
      await rowsOf("Stored data (GB)", "HOUR", more),
      "storage_sample",
      "gigabytes",
    )) {
      const last = events.reduce<UsageEvent | null>(
        (kept, event) => (event.timestamp >= (kept?.timestamp ?? 0) ? event : kept),
        null,
      );
      expect(row.value).toBe(last === null ? null : bruteForceSum([last.properties.gigabytes ?? ""]));
    }
  });

  it("rule sql-metric: an SQL metric is the sum of its query, and only the query says so", async () => {
    for (const [row, events] of eventsOf(await rowsOf("Weighted tokens", "NONE"), "token_use")) {
      const terms = events.flatMap(({ properties }) => [
        properties.input_tokens ?? "",
        ...Array<string>(4).fill(properties.output_tokens ?? ""),
      ]);
      expect(row.value).toBe(bruteForceSum(terms));
    }
    const metrics = (await caller.list("/v1/billable-metrics")).flat();
    const metric = metrics.find(({ sql }) => sql !== undefined);
    expect(metric).toMatchObject({ name: "Weighted tokens", sql: expect.stringContaining("SELECT") });
    expect(metric).not.toHaveProperty("aggregation_type");
    expect(metric).not.toHaveProperty("group_keys");
    expect(metrics.map((each) => each.aggregation_type ?? "").sort()).toEqual([
      "",
      "COUNT",
      "LATEST",
      "MAX",
      "SUM",
      "SUM",
      "SUM",
      "SUM",
      "SUM",
      "SUM",
      "UNIQUE",
    ]);
  });
});

it("rule exact-numbers: a sum beyond 2^53 with decimals keeps every digit, as a bare number", async () => {
  const customer = caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200);
  const more = { customer_ids: [customer?.id] };
  const rows = await rowsOf("Settled amount (micro-units)", "NONE", more);
  const value = rows[0]?.value ?? "";
  const events = caller.sandbox.world.events({ customerId: customer?.id ?? "", type: "settlement" });
  expect(value).toBe(bruteForceSum([...events].map(({ properties }) => properties.amount ?? "")));
  expect(Number(value)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(value).toMatch(/\.\d{9,12}$/);
  expect(String(Number(value))).not.toBe(value);
  const billable_metrics = [{ id: await caller.metricId("Settled amount (micro-units)") }];
  const { text } = await caller.usage({ ...range, window_size: "NONE", billable_metrics, ...more });
  expect(text).toContain(`"value":${value}`);
});

it("rule late-events: usage is reported from its receipt, in the window where it happened", async () => {
  const later = await startCaller({ now: Date.parse(NOW) + 10 * 86_400_000 });
  const billable_metrics = [{ id: await caller.metricId("API calls") }];
  const body = {
    ...range,
    window_size: "DAY",
    starting_on: "2026-01-01T00:00:00Z",
    ending_before: "2026-03-15T00:00:00Z",
  };
  const customer_ids = [caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200)?.id];
  const before = (await caller.walk({ ...body, customer_ids, billable_metrics })).rows;
  const after = (await later.walk({ ...body, customer_ids, billable_metrics })).rows;
  const changed = after.filter((row, index) => row.value !== before[index]?.value);
  expect(changed.length).toBeGreaterThan(0);
  // Usage older than the vendor's 34 days has not changed.
  const settled = Date.parse(NOW) - 34 * 86_400_000;
  expect(changed.every((row) => Date.parse(row.end_timestamp) > settled)).toBe(true);
  await later.sandbox.close();
});

it("the same seed and now give the same bytes", async () => {
  const other = await startCaller();
  const body = { ...range, window_size: "DAY", customer_ids: [caller.sandbox.world.customers[0]?.id] };
  expect((await other.usage(body)).text).toBe((await caller.usage(body)).text);
  expect((await other.send("GET", "/v1/customers")).text).toBe((await caller.send("GET", "/v1/customers")).text);
  await other.sandbox.close();
});
