import { afterAll, beforeAll, expect, it } from "vitest";
import { bruteForceSum, type Caller, readPage, startCaller } from "../../test/support.js";
import type { UsageEvent } from "../world/event.js";

interface Row {
  readonly starting_on: string;
  readonly ending_before: string;
  readonly group_key: string | null;
  readonly group_value: string | null;
  readonly group?: Readonly<Record<string, string | null>>;
  readonly value: string | null;
}

let caller: Caller;
let customer: string;
beforeAll(async () => {
  caller = await startCaller();
  customer = caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200)?.id ?? "";
});
afterAll(() => caller.sandbox.close());

const path = "/v1/usage/groups";
const range = { starting_on: "2025-12-15T00:00:00Z", ending_before: "2026-03-16T00:00:00Z" };

async function usageRequest(metric: string, more: object = {}): Promise<object> {
  const billable_metric_id = await caller.metricId(metric);
  return { customer_id: customer, billable_metric_id, window_size: "NONE", ...range, ...more };
}

async function refusal(metric: string, more: object): Promise<unknown[]> {
  const { status, rule } = await caller.send("POST", path, await usageRequest(metric, more));
  return [status, rule];
}

async function walk(body: object, limit?: number, from = caller): Promise<{ rows: Row[]; pages: Row[][] }> {
  const pages: Row[][] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams();
    if (limit !== undefined) query.set("limit", String(limit));
    if (cursor !== "") query.set("next_page", cursor);
    const answer = await from.send("POST", `${path}?${query}`, body);
    if (answer.status !== 200) throw new Error(answer.text);
    const page: { data: Row[]; next_page: string | null } = readPage<Row>(answer.text);
    pages.push(page.data);
    cursor = page.next_page;
  }
  return { rows: pages.flat(), pages };
}

const ask = async (metric: string, more: object = {}): Promise<Row[]> =>
  (await walk(await usageRequest(metric, more))).rows;

function eventsOf(type: string, row?: Row): UsageEvent[] {
  const bounds = row && { start: Date.parse(row.starting_on), end: Date.parse(row.ending_before) };
  return [...caller.sandbox.world.events({ customerId: customer, type, ...bounds })];
}

const inGroup = (row: Row, { properties }: UsageEvent): boolean =>
  Object.entries(row.group ?? {}).every(([name, value]) => (properties[name] ?? null) === value);

it.each([["model"], ["model", "region"]])(
  "usage by %s and more equals the sums over the raw events for each group",
  async (...key) => {
    const rows = await ask("Input tokens", { window_size: "DAY", group_key: key });
    for (const row of rows) {
      const matched = eventsOf("token_use", row).filter((event) => inGroup(row, event));
      expect(row.value).toBe(bruteForceSum(matched.map(({ properties }) => properties.input_tokens ?? "")));
    }
    const total = bruteForceSum(rows.map(({ value }) => value ?? "0"));
    expect(total).toBe(bruteForceSum(eventsOf("token_use").map(({ properties }) => properties.input_tokens ?? "")));
  },
);

it("a sum beyond 2^53 keeps every digit by group", async () => {
  const rows = await ask("Settled amount (micro-units)", { group_key: ["currency"] });
  for (const row of rows) {
    const matched = eventsOf("settlement").filter((event) => inGroup(row, event));
    expect(row.value).toBe(bruteForceSum(matched.map(({ properties }) => properties.amount ?? "")));
    expect(String(Number(row.value))).not.toBe(row.value);
  }
  expect(rows.length).toBeGreaterThan(2);
});

it("rule groups-range: a request has both bounds, or only current_period", async () => {
  const none = { starting_on: undefined, ending_before: undefined };
  for (const more of [
    { current_period: true },
    { current_period: true, starting_on: undefined },
    none,
    { ...none, current_period: false },
    { ending_before: undefined },
  ]) {
    expect(await refusal("API calls", more)).toEqual([400, "groups-range"]);
  }
  expect((await ask("API calls", { current_period: false })).length).toBe(1);
});

it("bounds must be at UTC midnight, a day apart, and unknown ids are refused", async () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  for (const [more, rule] of [
    [{ starting_on: "2026-03-01T01:00:00Z" }, "utc-midnight"],
    [{ window_size: "HOUR", ending_before: "2026-03-01T12:00:00Z" }, "utc-midnight"],
    [{ ending_before: range.starting_on }, "one-day"],
    [{ customer_id: nobody }, "known-ids"],
    [{ billable_metric_id: nobody }, "known-ids"],
  ] as const) {
    expect(await refusal("API calls", more)).toEqual([400, rule]);
  }
});

it("rule current-period: the period is the UTC calendar month, and an archived customer has none", async () => {
  const more = { starting_on: undefined, ending_before: undefined, current_period: true };
  const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-04-01T00:00:00Z" };
  const rows = await ask("API calls", more);
  expect(rows).toEqual(await ask("API calls", bounds));
  expect(rows).toMatchObject([bounds]);
  const archived = caller.sandbox.world.customers.find(({ archivedAt }) => archivedAt !== null);
  expect(await refusal("API calls", { ...more, customer_id: archived?.id })).toEqual([400, "current-period"]);
});

it("rule groups-key: a key is simple or a complete compound one, in any order", async () => {
  for (const group_key of [
    ["region"],
    ["output"],
    ["model", "api_key"],
    ["model", "region", "api_key"],
    ["model", "model"],
  ]) {
    expect(await refusal("Input tokens", { group_key })).toEqual([400, "groups-key"]);
  }
  expect(await refusal("Weighted tokens", { group_key: ["model"] })).toEqual([400, "groups-key"]);
  const values = async (group_key: string[]): Promise<unknown[]> =>
    (await ask("Input tokens", { group_key })).map(({ value }) => value).sort();
  expect(await values(["region", "model"])).toEqual(await values(["model", "region"]));
});

it("rule groups-exclusive: group_by is a key of one property, and is refused together with group_key", async () => {
  expect(await refusal("API calls", { group_key: ["region"], group_by: { key: "region" } })).toEqual([
    400,
    "groups-exclusive",
  ]);
  expect(await refusal("Input tokens", { group_by: { key: "region" } })).toEqual([400, "groups-key"]);
  expect(await ask("API calls", { group_by: { key: "region" } })).toEqual(
    await ask("API calls", { group_key: ["region"] }),
  );
  const values = ["us-east"];
  expect(await ask("API calls", { group_by: { key: "region", values } })).toEqual(
    await ask("API calls", { group_key: ["region"], group_filters: { region: values } }),
  );
});

it("rule groups-filter: the values of a name filter groups; a missing name and an empty list do not", async () => {
  const group_key = ["model", "region"];
  const all = await ask("Input tokens", { group_key });
  const east = all.filter(({ group }) => group?.region === "us-east");
  expect(await ask("Input tokens", { group_key, group_filters: { region: ["us-east", "nowhere"] } })).toEqual(east);
  const both = { region: ["us-east"], model: ["tern-1"] };
  const [one, ...others] = await ask("Input tokens", { group_key, group_filters: both });
  expect([one?.group, others]).toEqual([{ model: "tern-1", region: "us-east" }, []]);
  expect(await ask("Input tokens", { group_key, group_filters: { model: [], region: [] } })).toEqual(all);
  expect(await ask("Input tokens", { group_key, group_filters: {} })).toEqual(all);
  for (const more of [
    { group_key, group_filters: { api_key: ["x"] } },
    { group_filters: { region: ["us-east"] } },
    { group_by: { key: "model" }, group_filters: { model: ["tern-1"] } },
  ]) {
    expect(await refusal("Input tokens", more)).toEqual([400, "groups-filter"]);
  }
});

it("rule groups-rows: only groups with events have rows, and without grouping every window has one", async () => {
  const grouped = await ask("Core hours", { window_size: "DAY", group_key: ["region"] });
  const found = new Set(
    eventsOf("compute").map(
      ({ timestamp, properties }) => `${Math.floor(timestamp / 86_400_000)} ${properties.region}`,
    ),
  );
  expect(grouped).toHaveLength(found.size);
  const plain = await ask("Core hours", { window_size: "DAY" });
  expect(plain).toHaveLength(91);
  const usage = await caller.walk({
    ...range,
    window_size: "DAY",
    customer_ids: [customer],
    billable_metrics: [{ id: await caller.metricId("Core hours") }],
  });
  expect(plain.map(({ value }) => value)).toEqual(usage.rows.map(({ value }) => value));
  expect(plain.some(({ value }) => value === null)).toBe(true);
  const [absent, zero] = await Promise.all([
    startCaller({ metronome: { emptyWindows: "absent" } }),
    startCaller({ metronome: { emptyWindows: "zero" } }),
  ]);
  const body = await usageRequest("Core hours", { window_size: "DAY" });
  expect((await walk(body, undefined, absent)).rows).toEqual(plain.filter(({ value }) => value !== null));
  expect((await walk(body, undefined, zero)).rows).toEqual(plain.map((row) => ({ ...row, value: row.value ?? "0" })));
  await Promise.all([absent.sandbox.close(), zero.sandbox.close()]);
});

it("rule groups-map: group_key and group_value repeat a key of one name, and are null otherwise", async () => {
  for (const row of await ask("API calls", { group_key: ["endpoint"] })) {
    expect([row.group_key, row.group]).toEqual(["endpoint", { endpoint: row.group_value }]);
  }
  for (const row of await ask("Input tokens", { group_key: ["model", "region"] })) {
    expect([row.group_key, row.group_value, Object.keys(row.group ?? {})]).toEqual([null, null, ["model", "region"]]);
  }
  const [plain] = await ask("API calls");
  expect(plain).toMatchObject({ group_key: null, group_value: null });
  expect(plain).not.toHaveProperty("group");
});

it("rule groups-missing: events without the property have a null group, which a filter excludes", async () => {
  const rows = await ask("API calls", { group_key: ["region"] });
  const lacking = eventsOf("api_call").filter(({ properties }) => properties.region === undefined).length;
  expect(lacking).toBeGreaterThan(0);
  const [missing] = rows.filter(({ group_value }) => group_value === null);
  expect(missing).toMatchObject({ group_key: "region", group: { region: null }, value: String(lacking) });
  const regions = rows.flatMap(({ group_value }) => group_value ?? []);
  expect(await ask("API calls", { group_key: ["region"], group_filters: { region: regions } })).toEqual(
    rows.filter((row) => row !== missing),
  );
});

it("rule groups-pages: a page has 100 rows by default, and a cursor is valid only for its body", async () => {
  const body = await usageRequest("API calls", { group_key: ["api_key"] });
  const { rows, pages } = await walk(body);
  expect(pages.slice(0, -1).map((page) => page.length)).toEqual(Array(pages.length - 1).fill(100));
  expect(pages.length).toBeGreaterThan(3);
  expect(new Set(rows.map(({ group_value }) => group_value)).size).toBe(rows.length);
  const daily = await usageRequest("API calls", { window_size: "DAY", group_key: ["region"] });
  const all = (await walk(daily)).rows;
  expect((await walk(daily, 7)).rows).toEqual(all);
  // No page follows a last page that is full.
  const divisor = [10, 9, 8, 7, 6, 5, 4, 3, 2].find((limit) => all.length % limit === 0) ?? 1;
  const even = await walk(daily, divisor);
  expect([even.rows, even.pages.length]).toEqual([all, all.length / divisor]);
  const keys = all.map((row) => `${row.starting_on} ${JSON.stringify([row.group_value])}`);
  expect(keys).toEqual([...keys].sort());
  const { text } = await caller.send("POST", `${path}?limit=2`, body);
  const cursor = JSON.parse(text).next_page;
  expect((await caller.send("POST", `${path}?limit=5&next_page=${cursor}`, body)).status).toBe(200);
  const other = await caller.send("POST", `${path}?next_page=${cursor}`, daily);
  expect([other.status, other.rule]).toEqual([400, "cursor"]);
  for (const limit of [0, 101]) {
    expect((await caller.send("POST", `${path}?limit=${limit}`, body)).rule).toBe("parameter");
  }
});
