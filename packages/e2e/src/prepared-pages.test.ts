import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import { type PreparedPages, preparedTruth, spawnPreparedPages } from "@metermux/sandbox";
import { createUsage } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import Big from "big.js";
import { afterAll, beforeAll, expect, test } from "vitest";

// 3,600 rows from a separate process: a client that reads them all gets exactly the known sum.
const size = { customers: 120, meters: 2, pageRows: 10 };
const range = {
  window_size: "DAY",
  starting_on: "2025-03-01T00:00:00Z",
  ending_before: "2025-03-16T00:00:00Z",
} as const;
const truth = preparedTruth(size, range);
let pages: PreparedPages;
beforeAll(async () => {
  pages = await spawnPreparedPages(size);
});
afterAll(() => pages.close());

function sumOf(values: readonly (string | null)[]): string {
  return values.reduce((sum, value) => sum.plus(value ?? 0), new Big(0)).toFixed();
}

test("the client reads exactly the known sum", async () => {
  const client = createMetronome({ ...pages.connection, rate: false });
  const values: (string | null)[] = [];
  const before = (await pages.counts()).requests;
  for await (const { data } of paginate((query) =>
    unwrap(client.POST("/v1/usage", { params: { query }, body: range })),
  )) {
    values.push(...data.map(({ value }) => value));
  }
  expect(values).toHaveLength(truth.rows);
  expect(sumOf(values)).toBe(truth.sum);
  expect((await pages.counts()).requests - before).toBe(truth.pages);
});

test("the facade reads exactly the known sum, with the names of every customer and meter", async () => {
  const usage = createUsage({ billing: metronome({ ...pages.connection, rate: false }) });
  const values: (string | null)[] = [];
  const places = new Set<string>();
  for await (const row of usage.query({ start: "2025-03-01", end: "2025-03-16", window: "day", maxRequests: 10_000 })) {
    values.push(row.value);
    places.add(`${row.customerName} ${row.meterName} ${row.windowStart}`);
  }
  expect(sumOf(values)).toBe(truth.sum);
  expect(places.size).toBe(truth.rows);
});

test("a process that cannot start reports the reason", async () => {
  await expect(spawnPreparedPages({ customers: 0 })).rejects.toThrow("customers must be a whole number");
});
