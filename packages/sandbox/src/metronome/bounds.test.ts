import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, startCaller } from "../../test/support.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const midnight = "2026-03-01T00:00:00Z";
const next = "2026-03-02T00:00:00Z";

it.each(["HOUR", "DAY", "NONE"])("rule utc-midnight: a %s query has both bounds at midnight", async (window_size) => {
  for (const [starting_on, ending_before, name] of [
    ["2026-03-01T01:00:00Z", next, "starting_on"],
    ["2026-03-01T00:00:00.001Z", next, "starting_on"],
    [midnight, "2026-03-03T12:00:00Z", "ending_before"],
    ["2026-03-01T00:00:00+01:00", next, "starting_on"],
  ]) {
    const answer = await caller.usage({ window_size, starting_on, ending_before });
    expect([answer.status, answer.rule]).toEqual([400, "utc-midnight"]);
    expect(answer.message).toContain(name);
  }
  const milliseconds = { window_size, starting_on: "2026-03-01T00:00:00.000Z", ending_before: next };
  expect((await caller.usage(milliseconds)).status).toBe(200);
});

it("rule one-day: an empty or reversed range is 400", async () => {
  for (const [starting_on, ending_before] of [
    [midnight, midnight],
    [next, midnight],
  ]) {
    const answer = await caller.usage({ window_size: "HOUR", starting_on, ending_before });
    expect([answer.status, answer.rule]).toEqual([400, "one-day"]);
  }
});

it("rule offset-bounds: a bound with another offset is read as its instant", async () => {
  const { rows } = await caller.walk({
    window_size: "NONE",
    starting_on: "2026-03-01T02:00:00+02:00",
    ending_before: "2026-03-01T19:00:00-05:00",
    customer_ids: [caller.sandbox.world.customers[0]?.id],
  });
  expect(rows[0]).toMatchObject({ start_timestamp: midnight, end_timestamp: next });
});

it("rule future-end: the end may be in the future, and the current window holds the usage known so far", async () => {
  const today = [...caller.sandbox.world.events({ type: "api_call", start: Date.UTC(2026, 2, 15) })];
  const [{ customerId } = { customerId: "" }] = today;
  const range = { starting_on: "2026-03-15T00:00:00Z", ending_before: "2026-03-17T00:00:00Z" };
  const billable_metrics = [{ id: await caller.metricId("API calls") }];
  const ask = { ...range, customer_ids: [customerId], billable_metrics };
  const days = (await caller.walk({ ...ask, window_size: "DAY" })).rows;
  const known = today.filter((event) => event.customerId === customerId).length;
  expect(days.map(({ value }) => value)).toEqual([String(known), null]);
  const hours = (await caller.walk({ ...ask, window_size: "HOUR" })).rows;
  expect(hours).toHaveLength(48);
  // The world's time is 13:37.
  expect(hours.slice(14).every(({ value }) => value === null)).toBe(true);
  const later = await startCaller({ now: "2026-03-16T00:00:00Z" });
  const whole = (await later.walk({ ...ask, window_size: "DAY" })).rows;
  expect(Number(whole[0]?.value)).toBeGreaterThan(Number(days[0]?.value));
  await later.sandbox.close();
});

it("rule any-range: a start in 1970 is accepted and adds nothing", async () => {
  const customer = caller.sandbox.world.customers.find(({ apiKeys }) => apiKeys > 200);
  const ask = { window_size: "NONE", ending_before: "2026-03-16T00:00:00Z", customer_ids: [customer?.id] };
  const epoch = await caller.walk({ ...ask, starting_on: "1970-01-01T00:00:00Z" });
  const history = await caller.walk({ ...ask, starting_on: "2025-12-15T00:00:00Z" });
  expect(epoch.rows.map(({ value }) => value)).toEqual(history.rows.map(({ value }) => value));
});
