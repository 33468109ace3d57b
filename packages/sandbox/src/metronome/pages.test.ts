import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, readPage, startCaller } from "../../test/support.js";

let caller: Caller;
let ids: string[];
beforeAll(async () => {
  caller = await startCaller();
  ids = caller.sandbox.world.customers.slice(0, 3).map(({ id }) => id);
});
afterAll(() => caller.sandbox.close());

const range = { starting_on: "2026-01-01T00:00:00Z", ending_before: "2026-03-16T00:00:00Z" };
const day = { ...range, window_size: "DAY" };

it("rule pair-pages: each customer and metric has its own pages, of 1,000 windows", async () => {
  const billable_metrics = [{ id: await caller.metricId("API calls") }, { id: await caller.metricId("Core hours") }];
  const days = await caller.walk({ ...day, customer_ids: ids, billable_metrics });
  expect(days.pages.map((page) => page.length)).toEqual(Array(6).fill(74));
  for (const page of days.pages) {
    expect(new Set(page.map((row) => row.customer_id + row.billable_metric_id)).size).toBe(1);
  }
  const hours = await caller.walk({ ...range, window_size: "HOUR", customer_ids: ids.slice(0, 1), billable_metrics });
  expect(hours.pages.map((page) => page.length)).toEqual([1000, 776, 1000, 776]);
  expect(new Set(hours.rows.map((row) => row.billable_metric_id + row.start_timestamp)).size).toBe(2 * 74 * 24);
});

it("rule page-order: pages are ordered by customer, then metric, then time", async () => {
  const billable_metrics = [{ id: await caller.metricId("Core hours") }, { id: await caller.metricId("API calls") }];
  const { rows } = await caller.walk({ ...day, customer_ids: [...ids].reverse(), billable_metrics });
  const keys = rows.map((row) => `${row.customer_id}/${row.billable_metric_id}/${row.start_timestamp}`);
  expect(keys).toEqual([...keys].sort());
});

it("a metric requested with several groupings is answered once for each", async () => {
  const id = await caller.metricId("API calls");
  const billable_metrics = [{ id }, { id, group_by: { key: "region" } }, { id, group_by: { key: "endpoint" } }];
  const { pages } = await caller.walk({ ...day, customer_ids: ids.slice(0, 1), billable_metrics });
  expect(pages.map(([row]) => row?.groups !== undefined)).toEqual([false, true, true]);
});

it("rule cursor: a cursor is opaque and valid only for its body", async () => {
  const body = { ...day, customer_ids: ids };
  const { next_page: cursor } = readPage((await caller.usage(body)).text);
  expect(cursor).toMatch(/^[0-9a-f]+$/);
  const query = `?next_page=${cursor}`;
  const [again, spelled] = await Promise.all([
    caller.usage(body, query),
    // The same body with its keys in another order.
    caller.usage(Object.fromEntries(Object.entries(body).reverse()), query),
  ]);
  expect(again.status).toBe(200);
  expect(spelled.text).toBe(again.text);
  for (const other of [{ ...body, window_size: "HOUR" }, { ...body, ending_before: "2026-03-15T00:00:00Z" }, day]) {
    const answer = await caller.usage(other, query);
    expect([answer.status, answer.rule]).toEqual([400, "cursor"]);
  }
  for (const made of ["next_page", "", "00", `${cursor}00`]) {
    expect((await caller.usage(body, `?next_page=${made}`)).rule).toBe("cursor");
  }
});

it("rule cursor: the last page has a null cursor", async () => {
  const { pages } = await caller.walk({ ...day, customer_ids: ids.slice(0, 1) });
  expect(pages).toHaveLength(11);
});

it("rule empty-windows: an empty window is null by default, and no row or zero by option", async () => {
  const { customers } = caller.sandbox.world;
  const silent = customers.find(({ eventTypes }) => eventTypes.length === 0)?.id ?? "";
  // After the customer without usage in the order of pages, so that an empty page would precede it.
  const busy = customers.findLast(({ eventTypes }) => eventTypes.includes("compute"))?.id ?? "";
  expect(silent < busy).toBe(true);
  const billable_metrics = [{ id: await caller.metricId("Core hours") }];
  const body = { ...day, customer_ids: [silent, busy], billable_metrics };
  const [absent, zero] = await Promise.all([
    startCaller({ metronome: { emptyWindows: "absent" } }),
    startCaller({ metronome: { emptyWindows: "zero" } }),
  ]);
  const byNull = (await caller.walk(body)).rows;
  const withValue = byNull.filter(({ value }) => value !== null);
  expect(byNull).toHaveLength(2 * 74);
  expect(withValue.length).toBeLessThan(74);
  expect(withValue.some(({ value }) => value === "0")).toBe(true);
  const withoutEmpty = await absent.walk(body);
  expect(withoutEmpty.rows).toEqual(withValue);
  // Never an empty page with a cursor, because readers take it for the end.
  expect(withoutEmpty.pages.slice(0, -1).every((page) => page.length > 0)).toBe(true);
  expect((await zero.walk(body)).rows).toEqual(byNull.map((row) => ({ ...row, value: row.value ?? "0" })));
  await Promise.all([absent.sandbox.close(), zero.sandbox.close()]);
});

it("rule row-times: times are UTC with Z and without milliseconds; NONE has the bounds of the request", async () => {
  const first = async (window_size: string): Promise<unknown> =>
    readPage((await caller.usage({ ...range, window_size })).text).data[0];
  const start_timestamp = "2026-01-01T00:00:00Z";
  expect(await first("HOUR")).toMatchObject({ start_timestamp, end_timestamp: "2026-01-01T01:00:00Z" });
  expect(await first("DAY")).toMatchObject({ start_timestamp, end_timestamp: "2026-01-02T00:00:00Z" });
  expect(await first("NONE")).toMatchObject({ start_timestamp, end_timestamp: range.ending_before });
});
