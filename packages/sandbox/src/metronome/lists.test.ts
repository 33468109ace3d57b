import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, startCaller } from "../../test/support.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const idsOf = (pages: Record<string, unknown>[][]): unknown[] => pages.flat().map(({ id }) => id);

it("rule list-pages: limit and next_page return the whole list, 20 items a page without a limit", async () => {
  const active = caller.sandbox.world.customers.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id);
  const usual = await caller.list("/v1/customers");
  expect(usual.map((page) => page.length)).toEqual([20, active.length - 20]);
  for (const limit of [1, 7, active.length, 100]) {
    const pages = await caller.list(`/v1/customers?limit=${limit}`);
    expect(idsOf(pages)).toEqual(active);
    expect(pages).toHaveLength(Math.ceil(active.length / limit));
  }
  expect(await caller.list("/v1/billable-metrics?limit=4")).toHaveLength(3);
});

it("rule list-pages: a cursor is valid only for its filters, and the limit may differ from page to page", async () => {
  const { text } = await caller.send("GET", "/v1/customers?limit=2");
  const cursor = JSON.parse(text).next_page;
  expect((await caller.send("GET", `/v1/customers?limit=5&next_page=${cursor}`)).status).toBe(200);
  const other = await caller.send("GET", `/v1/customers?only_archived=true&next_page=${cursor}`);
  expect([other.status, other.rule]).toEqual([400, "cursor"]);
});

it("rule only-archived: a list holds active customers or archived ones, never both", async () => {
  const active = await caller.list("/v1/customers");
  const archived = await caller.list("/v1/customers?only_archived=true");
  expect(active.flat().every((customer) => !("archived_at" in customer))).toBe(true);
  expect(archived.flat().length).toBeGreaterThan(0);
  expect(archived.flat().every((customer) => typeof customer.archived_at === "string")).toBe(true);
  const all = caller.sandbox.world.customers.map(({ id }) => id);
  expect([...idsOf(active), ...idsOf(archived)].sort()).toEqual(all);
});

it("rule customer-filters: customers are filtered by alias, ids and Salesforce accounts; no match is an empty list", async () => {
  const [first, second] = caller.sandbox.world.customers.filter(
    ({ archivedAt, aliases }) => archivedAt === null && aliases.length > 0,
  );
  const alias = encodeURIComponent(first?.aliases[0] ?? "");
  expect(idsOf(await caller.list(`/v1/customers?ingest_alias=${alias}`))).toEqual([first?.id]);
  const both = [first?.id, second?.id];
  expect(idsOf(await caller.list(`/v1/customers?customer_ids=${both.join(",")}`))).toEqual(both);
  // The vendor's documents declare an id as plain text.
  expect(idsOf(await caller.list("/v1/customers?customer_ids=acme"))).toEqual([]);
  const accountOf = (customer: Record<string, unknown>): unknown =>
    Reflect.get(Object(customer.customer_config), "salesforce_account_id");
  const linked = (await caller.list("/v1/customers")).flat().filter((customer) => accountOf(customer) !== null);
  expect(linked.length).toBeGreaterThan(1);
  const accounts = linked.map(accountOf);
  expect(idsOf(await caller.list(`/v1/customers?salesforce_account_ids=${accounts.join(",")}`))).toEqual(
    idsOf([linked]),
  );
  expect(await caller.list("/v1/customers?ingest_alias=nobody")).toEqual([[]]);
});

it("rule customer-filters: a filter has at most 100 ids", async () => {
  const ids = Array(101).fill(caller.sandbox.world.customers[0]?.id).join(",");
  expect((await caller.send("GET", `/v1/customers?customer_ids=${ids}`)).rule).toBe("parameter");
});

it("rule include-archived: archived metrics are listed only with include_archived", async () => {
  const active = (await caller.list("/v1/billable-metrics")).flat();
  const all = (await caller.list("/v1/billable-metrics?include_archived=true")).flat();
  expect(active.some((metric) => "archived_at" in metric)).toBe(false);
  expect(all.filter((metric) => "archived_at" in metric).map(({ name }) => name)).toEqual(["API calls (before 2024)"]);
  expect(all).toHaveLength(active.length + 1);
});

it("the metrics include a key with over 200 values, metrics without it, and a metric without keys", async () => {
  const metrics = (await caller.list("/v1/billable-metrics")).flat();
  const keys = metrics.map(({ group_keys }) => JSON.stringify(group_keys ?? null));
  expect(keys.some((text) => text.includes('["api_key"]'))).toBe(true);
  expect(keys.some((text) => text !== "[]" && text !== "null" && !text.includes("api_key"))).toBe(true);
  expect(keys).toContain("[]");
  expect(keys.some((text) => text.includes('["model","region"]'))).toBe(true);
});
