import { describe, expect, test } from "vitest";
import { collect, type FakeOptions, fakeProvider } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";
import { hour } from "./model/calendar.js";
import type { MeasurementPage } from "./provider.js";

const clock = { now: () => Date.parse("2026-06-10T15:00:00Z") };
const customers = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, name: null }));
const hours: UsageQuery = { start: "2026-06-01", end: "2026-06-03", window: "hour" };

function setUp(options: FakeOptions = {}) {
  const provider = fakeProvider({ customers, customersPerCall: 1, measurementsPerPage: 1, ...options });
  return { provider, usage: createUsage({ here: provider }, { clock }) };
}

/** Lets everything happen that needs no one. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}

test("nothing is asked before the rows are read", async () => {
  const { usage, provider } = setUp();
  usage.query(hours);
  await settle();
  expect([provider.asked.length, provider.listed.meters]).toEqual([0, 0]);
});

test("rows come in the order of the calls, though these are read side by side", async () => {
  const { usage } = setUp();
  const rows = await collect(usage.query(hours));
  const order = rows.map(({ customerId }) => customerId);
  expect(order).toEqual(customers.flatMap(({ id }) => Array.from({ length: 48 }, () => id)));
});

test("the first row is there when the first page is", async () => {
  const options: FakeOptions = {
    async *ask({ question }): AsyncGenerator<MeasurementPage> {
      const at = { start: question.start, end: question.start + hour, value: "1", groups: {} };
      yield { measurements: [{ meterId: "m", customerId: question.customers[0]?.id ?? "", ...at }], remainders: [] };
      await new Promise(() => {});
    },
  };
  const { usage } = setUp({ ...options, customers: customers.slice(0, 1) });
  const rows = usage.query(hours)[Symbol.asyncIterator]();
  expect((await rows.next()).value).toMatchObject({ customerId: "c0" });
});

describe("a consumer that is slow", () => {
  test("holds up the vendor: some pages of some calls wait, and no more are read", async () => {
    const { usage, provider } = setUp();
    const rows = usage.query(hours)[Symbol.asyncIterator]();
    await rows.next();
    await settle();
    const { pages, asked } = provider;
    expect(asked.length).toBeLessThan(customers.length / 2);
    expect(pages).toBeLessThanOrEqual(asked.length * 9);
    expect(pages).toBeGreaterThan(1);
    const before = pages;
    await settle();
    expect(provider.pages).toBe(before);
    for (let row = 0; row < 48; row += 1) await rows.next();
    await settle();
    expect(provider.pages).toBeGreaterThan(before);
    expect(provider.pages).toBeLessThanOrEqual(48 + provider.asked.length * 9);
    await rows.return?.();
  });
});

describe("a consumer that stops", () => {
  test("ends what is under way: nothing is asked or read afterwards", async () => {
    const { usage, provider } = setUp();
    for await (const _ of usage.query(hours)) break;
    const { pages } = provider;
    const calls = provider.asked.length;
    await settle();
    expect([provider.pages, provider.asked.length]).toEqual([pages, calls]);
    expect(calls).toBeLessThan(customers.length);
  });

  test("ends requests that hang, and the other connections are never asked", async () => {
    let ended = 0;
    const options: FakeOptions = {
      async *ask({ question }, signal): AsyncGenerator<MeasurementPage> {
        const at = { start: question.start, end: question.start + hour, value: "1", groups: {} };
        yield { measurements: [{ meterId: "m", customerId: question.customers[0]?.id ?? "", ...at }], remainders: [] };
        await new Promise((_, reject) =>
          signal.addEventListener("abort", () => {
            ended += 1;
            reject(signal.reason);
          }),
        );
      },
    };
    const { provider } = setUp(options);
    const other = fakeProvider();
    const usage = createUsage({ here: provider, there: other }, { clock });
    for await (const _ of usage.query(hours)) break;
    expect(ended).toBe(provider.asked.length);
    expect(ended).toBeGreaterThan(0);
    expect(other.asked).toEqual([]);
  });
});

test("a signal that has ended lets nothing begin, under keepGoing too", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  for (const keepGoing of [false, true]) {
    const { usage, provider } = setUp();
    const aborted = { code: "aborted", cause: signal.reason };
    await expect(collect(usage.query({ ...hours, signal, keepGoing }))).rejects.toMatchObject(aborted);
    await expect(usage.plan({ ...hours, signal, keepGoing })).rejects.toMatchObject(aborted);
    expect([provider.asked, provider.listed]).toEqual([[], { meters: 0, customers: 0 }]);
  }
});

test("rows that were read are not there a second time: that is refused, and is not no usage", async () => {
  const { usage } = setUp();
  const result = usage.query(hours);
  expect((await collect(result)).length).toBeGreaterThan(0);
  await expect(collect(result)).rejects.toMatchObject({ code: "invalid_input", field: "query" });
});

test("a query is the one that was given, whatever becomes of its object before it is read", async () => {
  const { usage } = setUp();
  const query = { ...hours };
  const result = usage.query(query);
  query.window = "day";
  query.end = "2026-07-01";
  const rows = await collect(result);
  expect(new Set(rows.map(({ window }) => window))).toEqual(new Set(["hour"]));
});

test("a signal ends a query between rows", async () => {
  const stop = new AbortController();
  const { usage, provider } = setUp();
  const reading = (async () => {
    for await (const _ of usage.query({ ...hours, signal: stop.signal })) stop.abort(new Error("enough"));
  })();
  await expect(reading).rejects.toThrow("enough");
  const { pages } = provider;
  await settle();
  expect(provider.pages).toBe(pages);
});
