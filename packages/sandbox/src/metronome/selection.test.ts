import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, startCaller } from "../../test/support.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const range = { window_size: "NONE", starting_on: "2025-12-15T00:00:00Z", ending_before: "2026-03-16T00:00:00Z" };
const nobody = "00000000-0000-4000-8000-000000000000";

it("rule known-ids: an unknown id is 400, and an alias is not an id", async () => {
  for (const body of [{ customer_ids: [nobody] }, { billable_metrics: [{ id: nobody }] }]) {
    const answer = await caller.usage({ ...range, ...body });
    expect([answer.status, answer.rule]).toEqual([400, "known-ids"]);
    expect(answer.message).toContain(nobody);
  }
  const alias = caller.sandbox.world.customers.flatMap(({ aliases }) => aliases)[0];
  // The vendor's documents declare plain text, so the contract accepts it, and then no customer has it.
  for (const id of [alias, "acme", "constructor", "__proto__"]) {
    const answer = await caller.usage({ ...range, customer_ids: [id] });
    expect([answer.status, answer.rule, answer.message]).toEqual([400, "known-ids", `Customer ${id} not found`]);
  }
});

it("rule empty-list: an empty list of ids is 400", async () => {
  for (const body of [{ customer_ids: [] }, { billable_metrics: [] }]) {
    const answer = await caller.usage({ ...range, ...body });
    expect([answer.status, answer.rule]).toEqual([400, "empty-list"]);
  }
});

it("rule all-metrics: without billable_metrics every metric is answered but the archived one, which is answered by id", async () => {
  const customer_ids = [caller.sandbox.world.customers[0]?.id];
  const { rows } = await caller.walk({ ...range, customer_ids });
  const listed = (await caller.list("/v1/billable-metrics")).flat().map(({ id }) => id);
  expect(rows.map((row) => row.billable_metric_id).sort()).toEqual(listed.sort());
  const archived = await caller.metricId("API calls (before 2024)");
  expect(listed).not.toContain(archived);
  const answer = await caller.walk({ ...range, customer_ids, billable_metrics: [{ id: archived }] });
  expect(answer.rows[0]?.billable_metric_name).toBe("API calls (before 2024)");
});

it("rule all-customers: without customer_ids every customer is answered, archived or without usage", async () => {
  const { rows } = await caller.walk({ ...range, billable_metrics: [{ id: await caller.metricId("API calls") }] });
  const { customers } = caller.sandbox.world;
  expect(rows.map((row) => row.customer_id)).toEqual(customers.map(({ id }) => id));
  expect(customers.some(({ archivedAt }) => archivedAt !== null)).toBe(true);
  expect(rows.some(({ value }) => value === null)).toBe(true);
});

it("rule archived-usage: an archived customer keeps its usage, and has none after its archive date", async () => {
  const archived = caller.sandbox.world.customers.find(({ archivedAt }) => archivedAt !== null);
  const { rows } = await caller.walk({
    ...range,
    window_size: "DAY",
    customer_ids: [archived?.id],
    billable_metrics: [{ id: await caller.metricId("API calls") }],
  });
  const used = rows.filter(({ value }) => value !== null);
  expect(used.length).toBeGreaterThan(0);
  expect(Math.max(...used.map((row) => Date.parse(row.start_timestamp)))).toBeLessThan(archived?.archivedAt ?? 0);
});

it("ids are accepted in upper and lower case, and each customer is answered once", async () => {
  const id = caller.sandbox.world.customers[3]?.id ?? "";
  const billable_metrics = [{ id: (await caller.metricId("API calls")).toUpperCase() }];
  const { rows } = await caller.walk({ ...range, customer_ids: [id, id.toUpperCase()], billable_metrics });
  expect(rows.map((row) => row.customer_id)).toEqual([id]);
});
