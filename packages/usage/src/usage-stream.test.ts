import { getEventListeners } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { collect, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
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

test("nothing that a caller does to the members of a query, of a map or of the connections changes what is asked", async () => {
  const meters = [meterOf("m"), meterOf("n")];
  const { provider } = setUp({ meters, dimensions: { region: ["eu", "us"] } });
  const connections: Record<string, typeof provider> = { here: provider };
  const map = { meters: { mine: { here: "m" } } };
  const usage = createUsage(connections, { clock, map });
  const query = {
    ...{ start: new Date("2026-06-01"), end: "2026-06-02", window: "day" },
    ...{ meters: ["mine"], customers: ["c0"], groupBy: ["region"], filter: { region: ["eu"] } },
  } satisfies UsageQuery;
  const result = usage.query(query);
  const planned = usage.plan(query);
  query.start.setTime(0);
  query.meters.push("n");
  query.customers[0] = "c1";
  query.groupBy.pop();
  query.filter.region.push("us");
  map.meters.mine.here = "n";
  delete connections.here;
  const rows = await collect(result);
  expect(rows.map(({ meterId, customerId, groups }) => [meterId, customerId, groups])).toEqual([
    ["m", "c0", { region: "eu" }],
  ]);
  expect((await planned).connections[0]?.steps[0]?.calls).toHaveLength(1);
});

describe("a consumer that stops while it waits", () => {
  const hanging: FakeOptions = {
    ask: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
  };

  test.each([false, true])("is done at once, though the vendor hangs (keepGoing %s)", async (keepGoing) => {
    const { provider } = setUp(hanging);
    const other = fakeProvider();
    const usage = createUsage({ here: provider, there: other }, { clock });
    const rows = usage.query({ ...hours, keepGoing })[Symbol.asyncIterator]();
    const waiting = rows.next();
    await settle();
    expect(await rows.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await settle();
    expect(other.asked).toEqual([]);
  });

  test("ends the requests that are under way, and sends no others", async () => {
    let ended = 0;
    const { usage, provider } = setUp({
      async *ask(_, signal) {
        await new Promise((_, reject) =>
          signal.addEventListener("abort", () => {
            ended += 1;
            reject(signal.reason);
          }),
        );
      },
    });
    const rows = usage.query({ ...hours, keepGoing: true })[Symbol.asyncIterator]();
    const waiting = rows.next();
    await settle();
    const sent = provider.asked.length;
    await rows.return?.();
    await waiting;
    await settle();
    expect([ended, provider.asked.length]).toEqual([sent, sent]);
    expect(sent).toBeGreaterThan(0);
  });

  test("may be a stream that is destroyed", async () => {
    const { usage } = setUp(hanging);
    const stream = Readable.from(usage.query(hours));
    stream.read();
    await settle();
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.destroy();
    await closed;
  });
});

test("many queries wait for one signal with one listener, and leave none", async () => {
  const stop = new AbortController();
  const { usage } = setUp({ ask: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) });
  const reading = Array.from({ length: 30 }, () =>
    collect(usage.query({ ...hours, signal: stop.signal })).catch((error: unknown) => error),
  );
  await settle();
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
  stop.abort();
  for (const error of await Promise.all(reading)) expect(error).toMatchObject({ code: "aborted" });
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  const { signal } = new AbortController();
  const { usage: quick } = setUp();
  await Promise.all(Array.from({ length: 30 }, () => collect(quick.query({ ...hours, signal }))));
  expect(getEventListeners(signal, "abort")).toEqual([]);
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
