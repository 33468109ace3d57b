import { afterEach, expect, it } from "vitest";
import { readContract } from "../server/contract.js";
import { Decimal } from "../world/decimal.js";
import type { PreparedPagesOptions } from "./options.js";
import { type PreparedPages, startPreparedPages } from "./prepared-pages.js";
import { preparedTruth } from "./truth.js";

let pages: PreparedPages | undefined;
afterEach(async () => pages?.close());

const range = { window_size: "DAY", starting_on: "2025-01-01T00:00:00Z", ending_before: "2025-02-01T00:00:00Z" };
const operation = readContract("metronome").find(({ key }) => key === "POST /v1/usage");

interface Row {
  readonly customer_id: string;
  readonly billable_metric_id: string;
  readonly start_timestamp: string;
  readonly end_timestamp: string;
}

async function start(options: PreparedPagesOptions) {
  pages = await startPreparedPages(options);
  const { baseUrl, token } = pages.connection;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return {
    post: (body: object, cursor?: string | null) =>
      fetch(`${baseUrl}/v1/usage${cursor ? `?next_page=${cursor}` : ""}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      }),
    get: (path: string) => fetch(`${baseUrl}${path}`, { headers }),
  };
}

const read = async (asked: Promise<Response>) => JSON.parse(await (await asked).text());

/** Every page of an answer, each checked by the spec. */
async function walk(post: (body: object, cursor: string | null) => Promise<Response>, body: object = range) {
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const response = await post(body, cursor);
    const text = await response.text();
    texts.push(text);
    expect(operation?.judgeResponse(response.status, JSON.parse(text))).toBeNull();
    cursor = JSON.parse(text).next_page;
  } while (cursor !== null);
  const rows: Row[] = texts.flatMap((text) => JSON.parse(text).data);
  const values = texts.flatMap((text) => [...text.matchAll(/"value":([^,}]+)/g)].map(([, value = ""]) => value));
  return { pages: texts.map((text) => JSON.parse(text).data.length), rows, values };
}

it.each([1000, 10, 31])(
  "the pages hold the rows and the sum of preparedTruth, in pages of %i rows",
  async (pageRows) => {
    const options = { seed: 3, customers: 3, meters: 4, pageRows };
    const { post } = await start(options);
    const truth = preparedTruth(options, range);
    const all = await walk(post);
    expect(all.rows).toHaveLength(truth.rows);
    expect(truth.rows).toBe(3 * 4 * 31);
    expect(all.pages).toHaveLength(truth.pages);
    expect(Math.max(...all.pages)).toBe(Math.min(pageRows, 31));
    expect(Decimal.sum(...all.values).toFixed()).toBe(truth.sum);
    const places = all.rows.map((row) => [row.customer_id, row.billable_metric_id, row.start_timestamp].join());
    expect(new Set(places).size).toBe(truth.rows);
    expect(new Set(all.rows.map((row) => row.customer_id))).toEqual(new Set(truth.customers));
    expect((await pages?.counts())?.requests).toBe(truth.pages);
  },
);

it("values of every kind are sent as bare numbers", async () => {
  const { post } = await start({ customers: 1, meters: 4 });
  const { values } = await walk(post);
  for (const kind of [/^0$/, /^\d{1,6}$/, /^-\d+\.\d+$/, /\.\d{12}$/, /^\d{21}$/]) {
    expect(values.some((value) => kind.test(value))).toBe(true);
  }
});

it("the customers and meters of the rows are listed", async () => {
  const options = { customers: 130, meters: 7 };
  const { get } = await start(options);
  const truth = preparedTruth(options, range);
  const first = await read(get("/v1/customers?limit=100"));
  const second = await read(get(`/v1/customers?limit=100&next_page=${first.next_page}`));
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(truth.customers);
  expect((await read(get("/v1/customers?only_archived=true"))).data).toEqual([]);
  const metrics = await read(get("/v1/billable-metrics?include_archived=true"));
  expect(metrics.data.map(({ id }: { id: string }) => id)).toEqual(truth.meters);
});

it("answers hold the requested customers, meters and windows", async () => {
  const options = { customers: 4, meters: 3 };
  const { post } = await start(options);
  const { customers, meters } = preparedTruth(options, range);
  const ids = meters.slice(1, 2).map((id) => ({ id }));
  const asked = { customer_ids: customers.slice(2), billable_metrics: ids };
  const { rows } = await walk(post, { ...range, ...asked, window_size: "HOUR" });
  expect(rows).toHaveLength(2 * 31 * 24);
  expect(rows[0]?.end_timestamp).toBe("2025-01-01T01:00:00Z");
  const whole = await walk(post, { ...range, ...asked, window_size: "NONE" });
  expect(whole.rows.map((row) => row.customer_id)).toEqual(customers.slice(2));
});

it("the same seed gives the same bytes, another seed others", async () => {
  const [one, same, other] = await Promise.all(
    [1, 1, 2].map(async (seed) => {
      const { post } = await start({ seed, customers: 1, meters: 1, now: "2026-01-01" });
      const text = await (await post(range)).text();
      await pages?.close();
      return text;
    }),
  );
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

it("requests that the vendor refuses are refused", async () => {
  const { post, get } = await start({ customers: 2, meters: 2 });
  const { next_page: cursor } = await read(post(range));
  const other = { ...range, window_size: "HOUR" };
  const [metric] = (await read(get("/v1/billable-metrics"))).data;
  const grouped = { ...range, billable_metrics: [{ id: metric.id, group_by: { key: "region" } }] };
  const refused = [
    post(other, cursor),
    post({ ...range, starting_on: "2025-01-01T05:00:00Z" }),
    post({ ...range, customer_ids: ["d7abd0cd-4ae9-4db7-8676-e986a4ebd8dc"] }),
    post({ ...range, limit: 5 }),
    post(grouped),
  ];
  for (const response of await Promise.all(refused)) {
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  }
  const { baseUrl } = pages?.connection ?? {};
  expect((await fetch(`${baseUrl}/v1/usage`, { method: "POST", body: "{}" })).status).toBe(401);
});

it("usage and lists share one rate limit, and refused requests are counted", async () => {
  const { post, get } = await start({ customers: 1, meters: 1, rate: { perSecond: 0.001, burst: 3 } });
  const statuses = [];
  for (const ask of [() => get("/v1/customers"), () => post(range), () => post(range), () => post(range)]) {
    statuses.push((await ask()).status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect(await pages?.counts()).toEqual({ requests: 4, rateLimited: 1 });
});

it("answers are delayed by latencyMs", async () => {
  const { post, get } = await start({ customers: 1, meters: 1, latencyMs: 60 });
  for (const ask of [() => get("/v1/customers"), () => post(range)]) {
    const started = performance.now();
    await ask();
    expect(performance.now() - started).toBeGreaterThan(55);
  }
});

it.each([{ customers: 0 }, { meters: 1.5 }, { pageRows: 0 }, { latencyMs: -1 }, { rate: { perSecond: 0, burst: 1 } }])(
  "refuses the options %o",
  async (options) => {
    await expect(startPreparedPages(options)).rejects.toThrow(RangeError);
  },
);
