import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import Metronome from "@metronome/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";

// The vendor's own client sends the same queries to the sandbox, independent of our client. It reads numbers as doubles, so
// its values are compared after Number().
let sandbox: Sandbox;
let customers: string[];
let metrics: string[];

beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T15:23:00Z", requestsPerSecond: false });
  customers = sandbox.world.customers.slice(0, 3).map(({ id }) => id);
  const { data } = await unwrap(
    createMetronome({ ...sandbox.connections.metronome, rate: false }).GET("/v1/billable-metrics"),
  );
  metrics = data.filter(({ group_keys }) => group_keys?.some((key) => key.join() === "region")).map(({ id }) => id);
});
afterAll(() => sandbox.close());

interface Row {
  customer_id: string;
  billable_metric_id: string;
  start_timestamp: string;
  value: number | null;
  groups?: Record<string, number | null>;
}

const byPlace = (left: Row, right: Row) => (placeOf(left) < placeOf(right) ? -1 : 1);
const placeOf = (row: Row) => `${row.customer_id} ${row.billable_metric_id} ${row.start_timestamp}`;
const toNumber = (value: string | null) => (value === null ? null : Number(value));

test.each<["HOUR" | "DAY" | "NONE", boolean]>([
  ["HOUR", false],
  ["DAY", false],
  ["NONE", false],
  ["DAY", true],
])("reads the same rows as our client: %s, grouped %s", async (window_size, grouped) => {
  const { baseUrl, token } = sandbox.connections.metronome;
  const body = {
    window_size,
    starting_on: "2026-03-01T00:00:00Z",
    ending_before: "2026-03-04T00:00:00Z",
    customer_ids: customers,
    billable_metrics: metrics.map((id) => (grouped ? { id, group_by: { key: "region" } } : { id })),
  };
  const theirs: Row[] = [];
  const sdk = new Metronome({ baseURL: baseUrl, bearerToken: token });
  for await (const row of sdk.v1.usage.list(body)) {
    const { customer_id, billable_metric_id, start_timestamp, value, groups } = row;
    theirs.push({ customer_id, billable_metric_id, start_timestamp, value, ...(groups && { groups }) });
  }
  const ours: Row[] = [];
  const client = createMetronome({ baseUrl, token, rate: false });
  for await (const { data } of paginate((query) => unwrap(client.POST("/v1/usage", { params: { query }, body })))) {
    for (const { customer_id, billable_metric_id, start_timestamp, value, groups } of data) {
      const numbers =
        groups && Object.fromEntries(Object.entries(groups).map(([group, amount]) => [group, toNumber(amount)]));
      ours.push({
        customer_id,
        billable_metric_id,
        start_timestamp,
        value: toNumber(value),
        ...(numbers && { groups: numbers }),
      });
    }
  }
  expect(ours.length).toBeGreaterThan(5);
  expect(ours.sort(byPlace)).toEqual(theirs.sort(byPlace));
});
