import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, startCaller } from "../../test/support.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const nobody = "00000000-0000-4000-8000-000000000000";

async function get(path: string): Promise<Record<string, unknown>> {
  return JSON.parse((await caller.send("GET", path)).text).data;
}

it.each(["customers", "billable-metrics"])("each item of /v1/%s is returned by id as in the list", async (name) => {
  const [first] = (await caller.list(`/v1/${name}`)).flat();
  expect(await get(`/v1/${name}/${first?.id}`)).toEqual(first);
  expect(await get(`/v1/${name}/${String(first?.id).toUpperCase()}`)).toEqual(first);
});

it("rule not-found: an unknown id is 404, and an archived one is answered", async () => {
  for (const path of [`customers/${nobody}`, `billable-metrics/${nobody}`, `customers/${nobody}/billable-metrics`]) {
    const answer = await caller.send("GET", `/v1/${path}`);
    expect([answer.status, answer.rule]).toEqual([404, "not-found"]);
    expect(answer.message).toContain(nobody);
  }
  const archived = (await caller.list("/v1/customers?only_archived=true")).flat()[0];
  expect(await get(`/v1/customers/${archived?.id}`)).toEqual(archived);
  const metric = await caller.metricId("API calls (before 2024)");
  expect(await get(`/v1/billable-metrics/${metric}`)).toHaveProperty("archived_at");
  for (const path of ["customers/acme", "billable-metrics/acme", "customers/acme/billable-metrics"]) {
    expect((await caller.send("GET", `/v1/${path}`)).rule).toBe("parameter");
  }
});

it("rule customer-metrics: a customer has the account's metrics, or those whose events it sends", async () => {
  const { customers } = caller.sandbox.world;
  const of = async (id: string | undefined, query = ""): Promise<Record<string, unknown>[]> =>
    (await caller.list(`/v1/customers/${id}/billable-metrics${query}`)).flat();
  const [everything, silent] = [
    customers.find(({ eventTypes }) => eventTypes.length === 7)?.id,
    customers.find(({ eventTypes }) => eventTypes.length === 0)?.id,
  ];
  const active = (await caller.list("/v1/billable-metrics")).flat();
  expect(await of(silent)).toEqual(active);
  expect(await of(silent, "?include_archived=true")).toHaveLength(active.length + 1);
  expect(await of(everything, "?on_current_plan=true&limit=3")).toEqual(active);
  expect(await of(silent, "?on_current_plan=true")).toEqual([]);
  const { text } = await caller.send("GET", `/v1/customers/${silent}/billable-metrics?limit=2`);
  const cursor = JSON.parse(text).next_page;
  const other = await caller.send("GET", `/v1/customers/${everything}/billable-metrics?next_page=${cursor}`);
  expect([other.status, other.rule]).toEqual([400, "cursor"]);
});
