import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  capabilitiesOf,
  collect,
  type FakeOptions,
  fakeProvider,
  meterOf,
  operationOf,
} from "./fake-provider.test-support.js";
import { createUsage, isMetermuxError, type UsageQuery } from "./index.js";
import { day } from "./model/calendar.js";
import { aggregations } from "./model/normalize.js";

const clock = { now: () => Date.parse("2026-06-10T15:00:00Z") };
const customers = ["c1", "c2", "c3"].map((id) => ({ id, name: null }));
const week: UsageQuery = { start: "2026-06-01", end: "2026-06-08", window: "week" };

function setUp(options: FakeOptions = {}) {
  const provider = fakeProvider({ customers, customersPerCall: 2, ...options });
  return { provider, usage: createUsage({ here: provider }, { clock }) };
}

describe("a plan", () => {
  test("asks for no usage", async () => {
    const { usage, provider } = setUp();
    const plan = await usage.plan(week);
    expect(plan).toMatchObject({ requests: 2, milliseconds: 0, failures: [] });
    expect(plan.connections[0]).toMatchObject({ connection: "here", vendor: "fake", requests: 2 });
    expect(plan.connections[0]?.steps[0]).toMatchObject({ source: "day", meters: ["m"] });
    expect(provider.asked).toEqual([]);
  });

  test("has the range of the answer, to the end of the running window", async () => {
    const { usage } = setUp();
    const plan = await usage.plan({ ...week, end: "2026-06-09" });
    expect(plan.connections[0]).toMatchObject({ start: "2026-06-01T00:00:00.000Z", end: "2026-06-15T00:00:00.000Z" });
  });

  test("may be longer than a query may be", async () => {
    const { usage } = setUp();
    expect((await usage.plan({ ...week, maxRequests: 1 })).requests).toBe(2);
  });

  test("is the requests that the query makes, whatever is asked; what it refuses, the query refuses too", async () => {
    const capped = operationOf({ operation: "capped", groupBy: { maxKeys: 1, maxValues: 99 }, filter: "grouped" });
    const operations = [
      [operationOf()],
      [operationOf({ alignment: "day", total: false, windows: { hour: "any", day: "any" } })],
      [operationOf({ windows: {}, anyRange: { maxDays: 3 } })],
      [capped, operationOf({ operation: "whole", filter: "grouped", total: false })],
    ] as const;
    const cases = fc.record({
      operations: fc.constantFrom(...operations),
      kinds: fc.uniqueArray(fc.constantFrom(...aggregations), { minLength: 1, maxLength: 3 }),
      window: fc.constantFrom("hour" as const, "day", "week", "month", "none"),
      timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
      days: fc.tuple(fc.nat(10), fc.nat(10)),
      groupBy: fc.subarray(["region", "tier"]),
      filter: fc.constantFrom<Record<string, string[]>>({}, { region: ["eu"] }, { region: ["eu", "us"] }),
      customers: fc.constantFrom(undefined, ["c2"], "total" as const),
      named: fc.boolean(),
    });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ operations: some, kinds, days, named, ...rest }) => {
        const meters = kinds.map((kind) => meterOf(kind, kind));
        const dimensions = { region: ["eu", "us"], tier: ["free"] };
        const { usage, provider } = setUp({
          meters,
          dimensions,
          capabilities: capabilitiesOf({}, { operations: some }),
        });
        const [first, length] = days;
        const start = Date.parse("2026-06-01") + first * day;
        const range = { start: new Date(start), end: new Date(start + length * day) };
        const query: UsageQuery = { ...range, ...rest, ...(named && { meters: kinds }) };
        const failure = (error: unknown) => {
          if (!isMetermuxError(error)) throw error;
          return error.message;
        };
        const planned = await usage
          .plan(query)
          .then((plan) => plan.connections.flatMap(({ steps }) => steps.flatMap(({ calls }) => calls)), failure);
        expect(provider.asked).toEqual([]);
        const rows = await collect(usage.query(query)).catch(failure);
        if (typeof planned === "string") {
          expect(rows).toBe(planned);
          expect(provider.asked).toEqual([]);
          return;
        }
        answered += 1;
        expect(provider.asked.map(({ operation, request }) => ({ operation, request, requests: 1 }))).toEqual(planned);
        expect(typeof rows).toBe("object");
      }),
      { numRuns: 200 },
    );
    expect(answered).toBeGreaterThan(30);
  });
});

describe("a query of too many requests", () => {
  test("is refused before the first, with its estimate and how to allow it", async () => {
    const { usage, provider } = setUp({ rate: { requests: 1, windowMs: 5000 } });
    const error = await collect(usage.query({ ...week, maxRequests: 1 })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "invalid_input", field: "maxRequests" });
    expect(String(error)).toContain("about 2 requests are needed, at least 5 s");
    expect(String(error)).toContain("maxRequests: 2");
    expect(provider.asked).toEqual([]);
    expect(await collect(usage.query({ ...week, maxRequests: 2 }))).toHaveLength(3);
  });

  test("is refused for what its connections need together", async () => {
    const usage = createUsage({ a: fakeProvider(), b: fakeProvider() }, { clock });
    await expect(collect(usage.query({ ...week, maxRequests: 1 }))).rejects.toThrow("about 2 requests");
    expect(await collect(usage.query({ ...week, connections: ["b"], maxRequests: 1 }))).toHaveLength(1);
  });

  test("is one of more than 2,000 by default", async () => {
    const many = Array.from({ length: 2001 }, (_, index) => ({ id: `c${index}`, name: null }));
    const { usage } = setUp({ customers: many, customersPerCall: 1 });
    await expect(collect(usage.query(week))).rejects.toThrow("maxRequests: 2000 cannot be used; about 2001 requests");
  });
});
