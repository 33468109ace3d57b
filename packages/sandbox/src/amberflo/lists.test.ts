import { afterAll, beforeAll, expect, it } from "vitest";
import { type AmberfloCaller, amberfloIds, startAmberflo, wholeRange } from "../../test/amberflo.js";
import { amberfloCustomerId } from "./customers.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

type Items = Record<string, unknown>[];

async function get<Body>(path: string): Promise<Body> {
  const { status, text } = await caller.send("GET", path);
  if (status !== 200) throw new Error(text);
  return JSON.parse(text);
}

const page = (query: string): Promise<{ items: Items; metadata: Record<string, unknown> }> =>
  get(`/customers/paging?${query}`);

it("rule meter-list: all meters are listed at once, filtered by name or label", async () => {
  const meters = await get<Items>("/meters");
  expect(meters.map(({ meterApiName, meterType }) => [meterApiName, meterType])).toEqual([
    ["api_calls", "sum_of_all_usage"],
    ["active_users", "active_users"],
    ["input_tokens", "sum_of_all_usage"],
    ["output_tokens", "sum_of_all_usage"],
    ["core_hours", "sum_of_all_usage"],
    ["viewing_bytes", "sum_of_all_usage"],
    ["viewing_seconds", "sum_of_all_usage"],
    ["settled", "sum_of_all_usage"],
  ]);
  const [, , tokens] = meters;
  expect(await get("/meters?meterApiName=input_tokens")).toEqual([tokens]);
  expect(await get("/meters?label=Input%20tokens")).toEqual([tokens]);
  expect(await get("/meters?meterApiName=nothing")).toEqual([]);
  expect(await get("/meters?meterApiName=settled&label=Input%20tokens")).toEqual([]);
});

it("every declared dimension can group usage", async () => {
  for (const { meterApiName, dimensions } of await get<Items>("/meters")) {
    expect(dimensions).not.toEqual([]);
    expect((await caller.usage({ meterApiName, groupBy: dimensions, filter: { customerId: "nobody" } })).status).toBe(
      200,
    );
  }
});

it("rule customer-pages: ten customers a page by id, and every customer once", async () => {
  const { customers } = caller.sandbox.world;
  const first = await page("");
  expect(first.metadata).toEqual({
    totalRowCount: customers.length,
    filteredRowCount: customers.length,
    limit: 10,
    page: 1,
    totalFilteredPages: Math.ceil(customers.length / 10),
    isAscending: true,
    sort: "id",
    search: null,
  });
  for (const limit of [1, 7, 10, customers.length, 100]) {
    const pages = Math.ceil(customers.length / limit);
    const items: Items = [];
    for (let number = 1; number <= pages; number += 1)
      items.push(...(await page(`limit=${limit}&page=${number}`)).items);
    expect(items.map(({ customerId }) => customerId).sort()).toEqual(customers.map(amberfloCustomerId).sort());
    const ids = items.map(({ id }) => String(id));
    expect(ids).toEqual([...ids].sort());
    expect((await page(`limit=${limit}&page=${pages + 1}`)).items).toEqual([]);
  }
});

it("rule customer-pages: customers are sorted by each field in both directions", async () => {
  for (const field of ["id", "customerName", "customerEmail", "createTime", "updateTime"]) {
    const up = (await page(`limit=100&sort=${field}`)).items.map((item) => item[field]);
    const down = (await page(`limit=100&sort=${field}&isAscending=false`)).items.map((item) => item[field]);
    expect(down).toEqual(up.toReversed());
    const sorted = [...up].sort((left, right) =>
      typeof left === "number" ? left - Number(right) : left === right ? 0 : String(left) < String(right) ? -1 : 1,
    );
    expect(up).toEqual(sorted);
  }
});

it("rule customer-pages: search counts what it finds", async () => {
  const found = await page("search=ATLAS");
  expect(found.items.map(({ customerName }) => customerName)).toEqual(["Northlight Atlas"]);
  expect(found.metadata).toMatchObject({ filteredRowCount: 1, totalFilteredPages: 1, search: "ATLAS" });
  const none = await page("search=nobody");
  expect(none.items).toEqual([]);
  expect(none.metadata).toMatchObject({ filteredRowCount: 0, totalFilteredPages: 0 });
});

it("rule archived-customers: archived customers are listed as OFFBOARDED and keep their usage", async () => {
  const { items } = await page("limit=100");
  const archived = caller.sandbox.world.customers.filter(({ archivedAt }) => archivedAt !== null);
  const ids = archived.map(amberfloCustomerId);
  expect(ids.length).toBeGreaterThan(0);
  const gone = items.filter(({ lifecycleStage }) => lifecycleStage === "OFFBOARDED");
  expect(gone.map(({ customerId }) => customerId).sort()).toEqual([...ids].sort());
  expect(
    gone.every(({ deactivateTimeStamp, enabled }) => typeof deactivateTimeStamp === "number" && enabled === false),
  ).toBe(true);
  const { clientMeters } = await caller.report({ ...wholeRange, filter: { customerId: ids }, groupBy: ["customerId"] });
  expect(clientMeters.length).toBeGreaterThan(0);
});

it("each customer has its own readable id", () => {
  const ids = [...amberfloIds(caller.sandbox).values()];
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("quartzbank-ledger");
  expect(ids.every((id) => /^[a-z]+(-[a-z]+)+$/.test(id))).toBe(true);
});
