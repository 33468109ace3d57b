import { describe, expect, test } from "vitest";
import { capabilitiesOf, collect, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";
import { day } from "./model/calendar.js";
import type { Measurement, Question } from "./provider.js";

const clock = { now: () => Date.parse("2026-09-01") };
const oneDay: UsageQuery = { start: "2026-06-01", end: "2026-06-02", window: "day" };
const meters = [meterOf("tokens"), meterOf("spend", "sum", { measures: "cost" })];

/** A vendor that answers every day in two currencies. */
function twoCurrencies({ meters: some, start, end, groupBy }: Question, units: readonly (string | undefined)[]) {
  const measurements: Measurement[] = [];
  for (const { id, measures } of some) {
    for (let from = start; from < end; from += day) {
      for (const [index, unit] of (measures === "usage" ? [undefined] : units).entries()) {
        const about = { meterId: id, customerId: "c", start: from, end: from + day, value: `${index + 1}.25` };
        measurements.push({ ...about, groups: Object.fromEntries(groupBy.map((name) => [name, "x"])), unit });
      }
    }
  }
  return measurements;
}

function ask(
  query: Partial<UsageQuery>,
  units: readonly (string | undefined)[] = ["EUR", "USD"],
  more: FakeOptions = {},
) {
  const provider = fakeProvider({
    meters,
    async *ask({ question }) {
      yield { measurements: twoCurrencies(question, units), remainders: [] };
    },
    ...more,
  });
  return createUsage({ here: provider }, { clock }).query({ ...oneDay, ...query });
}

const inShort = (
  rows: Awaited<ReturnType<typeof collect<{ meterId: string; unit: string | null; value: string | null }>>>,
) => rows.map(({ meterId, unit, value }) => `${meterId} ${unit} ${value}`);

describe("meters of cost", () => {
  test.each<[Partial<UsageQuery>, string[]]>([
    [{}, ["tokens null 1.25"]],
    [{ measures: "usage" }, ["tokens null 1.25"]],
    [{ measures: "cost" }, ["spend EUR 1.25", "spend USD 2.25"]],
    [{ measures: "all" }, ["tokens null 1.25", "spend EUR 1.25", "spend USD 2.25"]],
    [{ meters: ["spend"] }, ["spend EUR 1.25", "spend USD 2.25"]],
  ])("are asked for where they are named or wanted: %j", async (query, rows) => {
    const found = await collect(ask(query));
    expect(inShort(found)).toEqual(rows);
    for (const { meterId, measures } of found) expect(measures).toBe(meterId === "spend" ? "cost" : "usage");
  });

  test("are rolled up over time one currency by itself", async () => {
    const week = { start: "2026-06-01", end: "2026-06-08", window: "week", meters: ["spend"] } as const;
    const rows = await collect(ask(week));
    expect(inShort(rows)).toEqual(["spend EUR 8.75", "spend USD 15.75"]);
    expect(rows.map(({ derived }) => derived?.parts)).toEqual([7, 7]);
  });

  test("are rolled up over customers one currency by itself", async () => {
    const capabilities = capabilitiesOf({ total: false });
    const total = { meters: ["spend"], customers: "total" } as const;
    expect(inShort(await collect(ask(total, ["EUR", "USD"], { capabilities })))).toEqual([
      "spend EUR 1.25",
      "spend USD 2.25",
    ]);
  });

  test.each([["usd"], ["US$"], ["EURO"], [undefined]])("in the currency %j are refused", async (unit) => {
    const error = await collect(ask({ meters: ["spend"] }, [unit])).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unexpected_response", vendor: "fake" });
  });

  test("that come twice in one currency are refused", async () => {
    const error = await collect(ask({ meters: ["spend"] }, ["EUR", "EUR"])).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unexpected_response" });
  });

  test("leave the parts of totals that no group has apart by currency", async () => {
    const result = ask({ meters: ["spend"] }, [], {
      async *ask({ question }) {
        const remainders = twoCurrencies(question, ["EUR", "USD"]);
        yield { measurements: [], remainders };
      },
    });
    await collect(result);
    expect(result.report.remainders.map(({ unit, value }) => [unit, value])).toEqual([
      ["EUR", "1.25"],
      ["USD", "2.25"],
    ]);
  });
});

describe("a connection without a meter of what is asked for", () => {
  const usageOnly = fakeProvider({ meters: meters.slice(0, 1) });

  test("refuses the query, with what it measures", async () => {
    const usage = createUsage({ here: usageOnly }, { clock });
    await expect(collect(usage.query({ ...oneDay, measures: "cost", connections: ["here"] }))).rejects.toMatchObject({
      code: "unsupported",
      field: "measures",
      message: "fake: it has no meters of cost; ask for what measures usage",
    });
  });

  test("is left out and named where others answer", async () => {
    const costOnly = fakeProvider({
      meters: meters.slice(1),
      async *ask({ question }) {
        yield { measurements: twoCurrencies(question, ["EUR"]), remainders: [] };
      },
    });
    const result = createUsage({ a: usageOnly, b: costOnly }, { clock }).query({ ...oneDay, measures: "cost" });
    const rows = await collect(result);
    expect(rows.map(({ connection, unit }) => [connection, unit])).toEqual([["b", "EUR"]]);
    expect(result.report.leftOut.map(({ connection }) => connection)).toEqual(["a"]);
  });
});
