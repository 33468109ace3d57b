import { getEventListeners } from "node:events";
import { MetermuxError } from "@metermux/http";
import { describe, expect, test } from "vitest";
import { capabilitiesOf, collect, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";

const clock = { now: () => Date.parse("2026-06-10T15:00:00Z") };
const oneDay: UsageQuery = { start: "2026-06-01", end: "2026-06-02", window: "day" };
const down = new MetermuxError("b is down", { code: "vendor_failure" });

const failing = (pages: number): FakeOptions => ({
  async *ask({ question }) {
    for (let page = 0; page < pages; page += 1) {
      const about = { meterId: "m", customerId: "c", start: question.start, end: question.end, groups: {} };
      yield { measurements: [{ ...about, value: "1" }], remainders: [] };
    }
    throw down;
  },
});

function three(options: FakeOptions) {
  const [a, b, c] = [fakeProvider(), fakeProvider(options), fakeProvider()];
  return { usage: createUsage({ a, b, c }, { clock }), a, b, c };
}

const names = (rows: readonly { connection: string }[]) => rows.map(({ connection }) => connection);

describe("a connection that fails", () => {
  test("ends the query, after what came before it", async () => {
    const { usage, c } = three(failing(0));
    const rows: { connection: string }[] = [];
    const reading = (async () => {
      for await (const row of usage.query(oneDay)) rows.push(row);
    })();
    await expect(reading).rejects.toBe(down);
    expect(names(rows)).toEqual(["a"]);
    expect(c.asked).toEqual([]);
  });

  test("is reported under keepGoing, and the others finish", async () => {
    const { usage } = three(failing(1));
    const result = usage.query({ ...oneDay, keepGoing: true });
    expect(names(await collect(result))).toEqual(["a", "b", "c"]);
    expect(result.report.failures).toEqual([{ connection: "b", error: down }]);
    expect(result.report.rows).toBe(3);
  });

  test("may fail to be looked up, or refuse", async () => {
    const { usage, b } = three({ capabilities: capabilitiesOf({ windows: { hour: "any" } }, { rollsUpOverTime: [] }) });
    await expect(collect(usage.query(oneDay))).rejects.toThrow("ask for window hour");
    const result = usage.query({ ...oneDay, keepGoing: true });
    expect(names(await collect(result))).toEqual(["a", "c"]);
    expect(result.report.failures).toMatchObject([{ connection: "b", error: { code: "unsupported" } }]);
    expect(result.report.ranges.map(({ connection }) => connection)).toEqual(["a", "c"]);
    expect(b.asked).toEqual([]);
    const plan = await usage.plan({ ...oneDay, keepGoing: true });
    expect(plan.connections.map(({ connection }) => connection)).toEqual(["a", "c"]);
    expect(plan.failures).toMatchObject([{ connection: "b" }]);
    await expect(usage.plan(oneDay)).rejects.toThrow("ask for window hour");
  });

  test("is the query's failure where there is no other", async () => {
    const usage = createUsage({ b: fakeProvider(failing(1)) }, { clock });
    await expect(collect(usage.query({ ...oneDay, keepGoing: true }))).rejects.toBe(down);
    const refusing = createUsage({ b: fakeProvider({ capabilities: capabilitiesOf({ windows: {} }) }) }, { clock });
    await expect(refusing.plan({ ...oneDay, keepGoing: true })).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("names of your own", () => {
  const connections = () => ({
    a: fakeProvider({
      meters: [meterOf("meter-1"), meterOf("meter-2")],
      customers: [{ id: "1f", name: "Acme Inc." }],
      dimensions: { llm: ["x"] },
    }),
    b: fakeProvider({
      meters: [meterOf("input_tokens")],
      customers: [{ id: "acme-b", name: null }],
      dimensions: { model: ["x"] },
    }),
  });
  const map = {
    meters: { tokens: { a: "meter-1", b: "input_tokens" } },
    customers: { acme: { a: "1f", b: "acme-b" } },
    dimensions: { model: { a: "llm", b: "model" } },
  };

  test("ask each connection in its own words; rows have its ids, and your names beside them", async () => {
    const open = { meters: [meterOf("meter-1", "sum", { dimensions: undefined })] };
    const a = fakeProvider({ ...open, customers: [{ id: "1f", name: "Acme Inc." }], dimensions: { llm: ["x"] } });
    const untold = [meterOf("input_tokens", "sum", { dimensions: undefined })];
    const b = fakeProvider({
      meters: untold,
      customers: [{ id: "acme-b", name: null }],
      dimensions: { model: ["x"] },
    });
    const usage = createUsage({ a, b }, { clock, map });
    const rows = await collect(
      usage.query({ ...oneDay, meters: ["tokens"], customers: ["acme"], groupBy: ["model"], filter: { model: ["x"] } }),
    );
    expect(
      rows.map(({ connection, meterId, customerId, customerName, mapped, groups }) => {
        return { connection, meterId, customerId, customerName, mapped, groups };
      }),
    ).toEqual([
      {
        connection: "a",
        meterId: "meter-1",
        customerId: "1f",
        customerName: "Acme Inc.",
        mapped: { meter: "tokens", customer: "acme" },
        groups: { model: "x" },
      },
      {
        connection: "b",
        meterId: "input_tokens",
        customerId: "acme-b",
        customerName: null,
        mapped: { meter: "tokens", customer: "acme" },
        groups: { model: "x" },
      },
    ]);
    expect(a.asked[0]?.question).toMatchObject({ groupBy: ["llm"], filter: { llm: ["x"] } });
  });

  test("stand on rows that were not asked for by them, and on no others", async () => {
    const usage = createUsage(connections(), { clock, map });
    const rows = await collect(usage.query(oneDay));
    expect(rows.map(({ meterId, mapped }) => [meterId, mapped?.meter])).toEqual([
      ["meter-1", "tokens"],
      ["meter-2", undefined],
      ["input_tokens", "tokens"],
    ]);
  });

  test("that a connection lacks refuse it by their name", async () => {
    const usage = createUsage(connections(), { clock, map: { meters: { tokens: { a: "meter-1" } } } });
    await expect(collect(usage.query({ ...oneDay, meters: ["tokens"] }))).rejects.toThrow("mapped for a, not for b");
  });
});

test("a customer is asked for by an alias, and its rows have its id", async () => {
  const customers = [
    { id: "c1", name: "One", aliases: ["acme"] },
    { id: "c2", name: "Two" },
  ];
  const provider = fakeProvider({ customers });
  const usage = createUsage({ here: provider }, { clock });
  const rows = await collect(usage.query({ ...oneDay, customers: ["acme", "c1"] }));
  expect(rows.map(({ customerId, customerName }) => [customerId, customerName])).toEqual([["c1", "One"]]);
  expect(provider.asked[0]?.question.customers.map(({ id }) => id)).toEqual(["c1"]);
});

describe("lists", () => {
  const own = () => {
    const { customers: _, ...provider } = fakeProvider({
      vendor: "own",
      capabilities: capabilitiesOf({}, { customers: "self", listsMeters: false }),
    });
    return provider;
  };

  test("have the meters and customers of every connection that lists them", async () => {
    const a = fakeProvider({ meters: [meterOf("m"), meterOf("old", "max", { archived: true })] });
    const usage = createUsage({ a, own: own() }, { clock });
    expect(
      (await usage.meters()).map(({ connection, vendor, id, archived }) => [connection, vendor, id, archived]),
    ).toEqual([
      ["a", "fake", "m", false],
      ["a", "fake", "old", true],
    ]);
    expect(a.listed).toEqual({ meters: 1, customers: 0 });
    expect(await usage.customers()).toEqual([{ connection: "a", vendor: "fake", id: "c", name: null }]);
    expect(a.listed).toEqual({ meters: 1, customers: 1 });
  });

  test("are kept for a minute, for queries too, or as long as is said", async () => {
    let now = clock.now();
    const a = fakeProvider();
    const usage = createUsage({ a }, { clock: { now: () => now } });
    await usage.meters();
    await collect(usage.query(oneDay));
    now += 59_999;
    await usage.customers();
    expect(a.listed.meters).toBe(1);
    now += 1;
    await usage.meters();
    expect(a.listed.meters).toBe(2);
    const never = createUsage({ a }, { clock, keepListsMs: 0 });
    await never.meters();
    await never.meters();
    expect(a.listed.meters).toBe(4);
  });
});

test("check tries every connection, and a failing one fails nobody else", async () => {
  const refused = new MetermuxError("not accepted", { code: "unauthorized", status: 401 });
  const wrong = { ...fakeProvider(), meters: () => Promise.reject(refused) };
  const skewed = fakeProvider({ skewMs: 120_000 });
  const usage = createUsage({ good: fakeProvider(), wrong, skewed }, { clock });
  const checks = await usage.check();
  expect(checks.map(({ connection, ok }) => [connection, ok])).toEqual([
    ["good", true],
    ["wrong", false],
    ["skewed", false],
  ]);
  expect(checks[1]?.steps[0]).toMatchObject({ name: "lists", ok: false, error: refused });
  expect(checks[2]?.steps.map(({ name, ok }) => [name, ok])).toEqual([
    ["lists", true],
    ["usage", true],
    ["clock", false],
  ]);
});

test("capabilities need no request", () => {
  const a = fakeProvider();
  const usage = createUsage({ a, b: fakeProvider({ vendor: "other" }) }, { clock });
  expect(usage.capabilities().map(({ connection, vendor }) => [connection, vendor])).toEqual([
    ["a", "fake"],
    ["b", "other"],
  ]);
  expect(a.listed.meters).toBe(0);
});

test("every connection is looked up under a signal of its own, which ends with the caller's", async () => {
  const callers = new AbortController();
  const given: AbortSignal[] = [];
  const connections = Object.fromEntries(
    ["one", "two"].map((name) => {
      const provider = fakeProvider();
      const meters: typeof provider.meters = async (_, signal) => {
        given.push(signal);
        return [meterOf("m")];
      };
      return [name, { ...provider, meters }];
    }),
  );
  const { signal } = callers;
  const usage = createUsage(connections, { clock, keepListsMs: 0 });
  await usage.meters({ signal });
  await usage.check({ signal });
  await usage.plan(oneDay);
  expect(new Set(given).size).toBe(6);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  callers.abort(new Error("enough"));
  expect(given.slice(0, 4).map(({ reason }) => reason)).toEqual(Array(4).fill(signal.reason));
});

describe("a connection that cannot answer unless meters are named", () => {
  const portal = () => {
    const fake = fakeProvider({ capabilities: capabilitiesOf({}, { listsMeters: false, customers: "self" }) });
    const meters = async (asked: readonly string[] | undefined) => {
      if (asked !== undefined) return asked.map((id) => meterOf(id));
      throw new MetermuxError("name meters", { code: "unsupported", field: "meters" });
    };
    return { ...fake, meters };
  };

  test("is left out and named, and the rest answers", async () => {
    const usage = createUsage({ a: fakeProvider(), portal: portal() }, { clock });
    const result = usage.query(oneDay);
    const refusal = { field: "meters", reason: "name meters" };
    const leftOut = { connection: "portal", reason: "name meters", refusal };
    expect(names(await collect(result))).toEqual(["a"]);
    expect(result.report.leftOut).toEqual([leftOut]);
    const plan = await usage.plan(oneDay);
    expect(plan.leftOut).toEqual([leftOut]);
    expect(names(plan.connections)).toEqual(["a"]);
  });

  test("is an error where it was named, or nobody else is there to answer", async () => {
    const both = createUsage({ a: fakeProvider(), portal: portal() }, { clock });
    const named = both.query({ ...oneDay, connections: ["a", "portal"] });
    await expect(collect(named)).rejects.toMatchObject({ code: "unsupported", field: "meters" });
    const alone = createUsage({ portal: portal() }, { clock });
    await expect(collect(alone.query(oneDay))).rejects.toMatchObject({ code: "unsupported", field: "meters" });
    await expect(alone.plan(oneDay)).rejects.toMatchObject({ code: "unsupported" });
  });

  test("answers where meters are named", async () => {
    const usage = createUsage({ a: fakeProvider(), portal: portal() }, { clock });
    const rows = await collect(usage.query({ ...oneDay, meters: ["m"] }));
    expect(names(rows)).toEqual(["a", "portal"]);
  });
});
