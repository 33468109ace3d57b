import { afterAll, beforeAll, expect, it } from "vitest";
import { bruteForceSum, type Caller, startCaller } from "../../test/support.js";

let caller: Caller;
let customer: string;
beforeAll(async () => {
  caller = await startCaller();
  customer = caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200)?.id ?? "";
});
afterAll(() => caller.sandbox.close());

async function ask(
  metric: string,
  key: string,
  more: { values?: readonly string[]; window?: string } = {},
): Promise<unknown> {
  const group_by = more.values === undefined ? { key } : { key, values: more.values };
  return {
    window_size: more.window ?? "NONE",
    starting_on: "2025-12-15T00:00:00Z",
    ending_before: "2026-03-16T00:00:00Z",
    customer_ids: [customer],
    billable_metrics: [{ id: await caller.metricId(metric), group_by }],
  };
}

it.each([
  ["Output tokens", "api_key"],
  ["API calls", "model"],
  ["Video watched (seconds)", "region"],
  ["Weighted tokens", "model"],
])("rule group-key: %s cannot be grouped by %s", async (metric, key) => {
  const answer = await caller.usage(await ask(metric, key));
  expect([answer.status, answer.rule]).toEqual([400, "group-key"]);
  expect(answer.message).toContain(`'${key}'`);
});

it("rule group-key: part of a compound key is 400", async () => {
  // Input tokens can be grouped by model and by api_key, and by region only together with model.
  expect((await caller.usage(await ask("Input tokens", "model"))).status).toBe(200);
  expect((await caller.usage(await ask("Input tokens", "region"))).rule).toBe("group-key");
});

it("rule group-values: a filter has 1 to 200 values", async () => {
  const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
  for (const [count, status] of [
    [0, 400],
    [1, 200],
    [200, 200],
    [201, 400],
  ] as const) {
    const answer = await caller.usage(await ask("API calls", "region", { values: values(count) }));
    expect([count, answer.status]).toEqual([count, status]);
  }
});

it("rule group-cap: 200 of more than 200 values are returned, in an arbitrary order", async () => {
  const { rows } = await caller.walk(await ask("API calls", "api_key"));
  const groups = Object.entries(rows[0]?.groups ?? {});
  expect(groups).toHaveLength(200);
  const events = [...caller.sandbox.world.events({ customerId: customer, type: "api_call" })];
  const counts = new Map<string, number>();
  for (const { properties } of events) {
    if (properties.api_key !== undefined) counts.set(properties.api_key, (counts.get(properties.api_key) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(200);
  expect(groups).toEqual(groups.map(([key]) => [key, String(counts.get(key))]));
  const shown = groups.map(([key]) => key).sort();
  const byName = [...counts.keys()].sort();
  const bySize = [...counts].sort(([, left], [, right]) => right - left).map(([key]) => key);
  for (const order of [byName, byName.toReversed(), bySize, bySize.toReversed()]) {
    expect(shown).not.toEqual(order.slice(0, 200).sort());
  }
});

it("rule group-map: groups maps value to amount, null without a match in the window, and is absent without grouping", async () => {
  const values = ["us-east", "nowhere"];
  const { rows } = await caller.walk(await ask("Core hours", "region", { values, window: "DAY" }));
  expect(rows).toHaveLength(91);
  for (const row of rows) {
    const start = Date.parse(row.start_timestamp);
    const end = Date.parse(row.end_timestamp);
    const matched = [...caller.sandbox.world.events({ customerId: customer, type: "compute", start, end })]
      .filter(({ properties }) => properties.region === "us-east")
      .map(({ properties }) => properties.core_hours ?? "");
    expect(row.groups).toEqual({ "us-east": bruteForceSum(matched), nowhere: null });
  }
  expect(rows.some(({ groups }) => groups?.["us-east"] === null)).toBe(true);
  const plain = await caller.walk({ ...Object(await ask("Core hours", "region")), billable_metrics: undefined });
  expect(plain.rows.every((row) => !("groups" in row))).toBe(true);
});

it("rule group-missing: events without the property are in the total and in no group", async () => {
  const { rows } = await caller.walk(await ask("API calls", "region"));
  const grouped = Object.values(rows[0]?.groups ?? {}).reduce((sum, value) => sum + Number(value), 0);
  const events = [...caller.sandbox.world.events({ customerId: customer, type: "api_call" })];
  const lacking = events.filter(({ properties }) => properties.region === undefined);
  expect(lacking.length).toBeGreaterThan(0);
  expect(Number(rows[0]?.value)).toBe(events.length);
  expect(grouped).toBe(events.length - lacking.length);
});
