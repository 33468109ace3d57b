import { describe, expect, test } from "vitest";
import { createListings } from "../catalog/listings.js";
import { capabilitiesOf, type FakeOptions, fakeProvider, meterOf } from "../fake-provider.test-support.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { prepareConnection, resolveQuery } from "./prepare-connection.js";

const now = Date.parse("2026-09-01");

function setUp(change: Partial<UsageQuery>, options: FakeOptions = {}) {
  const provider = fakeProvider(options);
  const query = normalizeQuery({ start: "2026-06-01", end: "2026-06-03", window: "day", ...change });
  const resolved = () => resolveQuery("here", provider, query, {}, now);
  const prepared = async () =>
    prepareConnection(await resolved(), createListings(0, { now: () => now }), new AbortController().signal);
  return { provider, resolved, prepared };
}

describe("an outline", () => {
  test.each<[string, Partial<UsageQuery>, FakeOptions, string]>([
    [
      "customers",
      { customers: ["c"] },
      { capabilities: capabilitiesOf({}, { customers: "self" }) },
      "leave customers out",
    ],
    [
      "groupBy",
      { groupBy: ["a", "b", "d"] },
      {},
      "fake: usage here cannot be told apart by a and b and d together; leave groupBy out",
    ],
    ["window", { window: "hour" }, { capabilities: capabilitiesOf({ windows: { day: "any" } }) }, "ask for window day"],
    [
      "customers",
      { customers: "total" },
      { capabilities: capabilitiesOf({ total: false }, { customers: "self" }) },
      "total",
    ],
  ])("refuses by %s what no meter could answer, without a request: %j", async (field, change, options, message) => {
    const { resolved, provider } = setUp(change, options);
    await expect(resolved()).rejects.toMatchObject({ code: "unsupported", field, vendor: "fake" });
    await expect(resolved()).rejects.toThrow(message);
    expect(provider.listed).toEqual({ meters: 0, customers: 0 });
  });

  test("does not refuse a total of maxima that are asked for by name, where the vendor has nothing else", async () => {
    const capabilities = capabilitiesOf({ windows: { day: ["max"] }, total: false });
    const meters = [meterOf("m", "max")];
    const { prepared } = setUp({ customers: "total", aggregation: "max" }, { capabilities, meters });
    expect((await prepared()).steps).toHaveLength(1);
  });

  test("leaves to the meters what some kind of meter answers, or some set of its dimensions", async () => {
    const uniqueWeeks = capabilitiesOf({ windows: { week: ["unique"] } });
    const week = { window: "week", end: "2026-06-08" } as const;
    await setUp(week, { capabilities: uniqueWeeks }).resolved();
    const declared = capabilitiesOf({ groupBy: { maxKeys: 9, declared: true }, filter: "grouped" });
    const grouped = { groupBy: ["a"], filter: { b: ["x"] } };
    await setUp(grouped, { capabilities: declared }).resolved();
    await setUp({ aggregation: "latest" }).resolved();
  });
});

describe("a share", () => {
  test("has steps for the meters that answer and reasons for those that do not", async () => {
    const meters = [meterOf("m"), meterOf("bare", "sum", { dimensions: [], name: "Bare" })];
    const share = await setUp({ groupBy: ["region"] }, { meters }).prepared();
    expect(share.steps.flatMap((step) => step.meters.map(({ id }) => id))).toEqual(["m"]);
    expect(share.skipped).toEqual([
      {
        connection: "here",
        meterId: "bare",
        meterName: "Bare",
        reason: "it cannot be grouped by region; leave groupBy out",
        refusal: {
          ...{ field: "groupBy", reason: "it cannot be grouped by region" },
          suggestion: { changes: [{ groupBy: undefined }], text: "leave groupBy out" },
        },
      },
    ]);
  });

  test("asks about the customers named, by id or alias, and about all of them otherwise", async () => {
    const customers = [
      { id: "c", name: "C", aliases: ["acme"] },
      { id: "d", name: "D" },
    ];
    const named = await setUp({ customers: ["acme"] }, { customers }).prepared();
    expect([...named.customers.keys()]).toEqual(["c"]);
    expect(named.steps[0]?.question.customers.map(({ id }) => id)).toEqual(["c"]);
    const all = await setUp({}, { customers }).prepared();
    expect(all.steps[0]?.question.customers.map(({ id }) => id)).toEqual(["c", "d"]);
  });

  test("of a total that the vendor tells lists no customers; another lists them all", async () => {
    const told = setUp({ customers: "total" });
    expect((await told.prepared()).steps[0]?.question.scope).toBe("total");
    expect(told.provider.listed).toEqual({ meters: 1, customers: 0 });
    const added = setUp({ customers: "total" }, { capabilities: capabilitiesOf({ total: false }) });
    expect((await added.prepared()).steps[0]?.question).toMatchObject({ scope: "every", customers: [{ id: "c" }] });
    expect(added.provider.listed.customers).toBe(1);
  });
});
