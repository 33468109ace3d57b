import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capabilitiesOf, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, isMetermuxError, type Provider } from "./index.js";
import { day, hour } from "./model/calendar.js";
import { aggregations, normalizeQuery } from "./model/normalize.js";
import type { UsageQuery, Window } from "./model/query.js";
import { createSuggester, suggestUnseen } from "./plan/suggester.js";
import type { Capabilities, Meter, OperationCapabilities } from "./provider.js";

const now = Date.parse("2026-09-01T10:30:00Z");
const clock = { now: () => now };
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Abidjan", "Australia/Lord_Howe"];
const customers = ["c1", "c2"].map((id) => ({ id, name: null }));

const kinds = fc.oneof(fc.constant("any" as const), fc.subarray([...aggregations], { minLength: 1 }));
const operation: fc.Arbitrary<OperationCapabilities> = fc
  .record({
    operation: fc.constant("POST /usage"),
    windows: fc
      .record({ hour: kinds, day: kinds, week: kinds, month: kinds, none: kinds }, { requiredKeys: [] })
      .map((windows) => windows as OperationCapabilities["windows"]),
    alignment: fc.constantFrom("minute" as const, "hour" as const, "day" as const),
    zones: fc.constantFrom("utc" as const, "utc" as const, "any" as const),
    groupBy: fc.constantFrom<OperationCapabilities["groupBy"]>(
      { maxKeys: 0 },
      { maxKeys: 1 },
      { maxKeys: 2 },
      { maxKeys: 9, declared: true },
      { maxKeys: 1, declared: true, maxValues: 2 },
    ),
    filter: fc.constantFrom<OperationCapabilities["filter"]>("dimensions", "grouped", ["region"]),
    total: fc.boolean(),
    anyRange: fc.constantFrom(undefined, {}, { maxDays: 5 }, { maxDays: 90 }),
    history: fc.constantFrom(undefined, undefined, { maxDays: 120 }),
  })
  .map(({ anyRange, history, ...rest }) => ({ ...rest, ...(anyRange && { anyRange }), ...(history && { history }) }));
const capability: fc.Arbitrary<Capabilities> = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 2 }).map((some) => some as [OperationCapabilities]),
  customers: fc.constantFrom("listed" as const, "self" as const),
  listsMeters: fc.constant(true),
  rollsUpOverTime: fc.subarray([...aggregations]),
  lateHours: fc.constant(24),
  caveats: fc.constant([]),
});
const meter: fc.Arbitrary<Meter> = fc
  .tuple(
    fc.nat({ max: 4 }),
    fc.constantFrom(...aggregations),
    fc.constantFrom([["region"]], [["region"], ["tier"]], [["region", "tier"]]),
  )
  .map(([index, kind, groupKeys]) =>
    meterOf(`m${index}`, kind, { groupKeys, dimensions: [...new Set(groupKeys.flat())] }),
  );
const meters = fc.uniqueArray(meter, { minLength: 1, maxLength: 4, selector: ({ id }) => id });

const start = fc.nat({ max: 120 }).map((days) => new Date(Date.parse("2026-03-02") + days * day).toISOString());
const query: fc.Arbitrary<UsageQuery> = fc
  .record({
    start,
    length: fc.constantFrom(1, 7, 14, 28, 31, 100),
    window: fc.constantFrom<Window>("hour", "day", "week", "month", "none"),
    timeZone: fc.constantFrom(...zones),
    asDates: fc.boolean(),
    groupBy: fc.constantFrom(undefined, undefined, ["region"], ["tier"], ["region", "tier"]),
    filter: fc.constantFrom<UsageQuery["filter"]>(
      undefined,
      undefined,
      { region: ["eu"] },
      { region: ["eu", "us"] },
      { tier: ["a", "b", "c"] },
    ),
    named: fc.boolean(),
    customers: fc.constantFrom<UsageQuery["customers"]>(undefined, undefined, ["c1"], "total"),
    aggregation: fc.constantFrom<UsageQuery["aggregation"]>(undefined, undefined, undefined, "sum", "max"),
  })
  .map(({ length, asDates, named: _, ...rest }) => {
    const from = Date.parse(rest.start);
    const bounds = { start: from, end: Math.min(from + length * day, Date.parse("2026-08-31")) };
    const text = (time: number) => new Date(time).toISOString().slice(0, asDates ? 10 : undefined);
    return { ...rest, start: text(bounds.start), end: text(bounds.end) };
  });

/** One other value of one field. */
const change: fc.Arbitrary<Partial<UsageQuery> | "cut start" | "cut end"> = fc.oneof(
  fc.constantFrom<Window>("hour", "day", "week", "month", "none").map((window) => ({ window })),
  fc.constantFrom(...zones).map((timeZone) => ({ timeZone })),
  fc.constantFrom("cut start" as const, "cut end" as const),
  fc.constantFrom(["tier"], ["colour"], ["region", "tier"]).map((groupBy) => ({ groupBy })),
  fc
    .constantFrom<NonNullable<UsageQuery["filter"]>>(
      { colour: ["red"] },
      { tier: ["a", "b"] },
      { region: ["a", "b", "c"] },
    )
    .map((filter) => ({ filter })),
  fc.constantFrom<Exclude<UsageQuery["customers"], undefined>>("total", ["c1"]).map((some) => ({ customers: some })),
  fc.constantFrom(...aggregations).map((aggregation) => ({ aggregation })),
);

function apply(asked: UsageQuery, to: Partial<UsageQuery> | "cut start" | "cut end"): UsageQuery {
  if (typeof to === "object") return { ...asked, ...to };
  const field = to === "cut start" ? "start" : "end";
  const { [field]: time } = normalizeQuery(asked);
  return { ...asked, [field]: new Date(time + 5 * hour) };
}

async function refusalOf(provider: Provider, asked: UsageQuery): Promise<Error | undefined> {
  try {
    await createUsage({ here: provider }, { clock }).plan(asked);
    return undefined;
  } catch (error) {
    if (isMetermuxError(error) && (error.code === "unsupported" || error.code === "invalid_input")) return error;
    throw error;
  }
}

/** Every change that is suggested, whichever of the two finds them. */
function suggestionsFor(provider: Provider, known: readonly Meter[], asked: UsageQuery, field: string) {
  const query = normalizeQuery(asked);
  const unseen = suggestUnseen(query, field, { provider, now });
  const asksFor = known.filter(({ id }) => query.meters?.includes(id) ?? true);
  const seen = createSuggester(asksFor, known, { query, provider, customers, now }).forQuery(field);
  return { unseen: unseen?.changes ?? [], seen: seen.changes, text: seen.text };
}

describe("what is suggested in place of a query that is refused", () => {
  test("is answered by the same connection, and something is where one change of the query is", async () => {
    const score = { refused: 0, nearAWorkingOne: 0, helped: 0 };
    const property = fc.asyncProperty(
      capability,
      meters,
      query,
      change,
      fc.boolean(),
      async (capabilities, known, from, to, named) => {
        const provider = fakeProvider({ capabilities, meters: known, customers, dimensions: {} });
        // The refusal is looked at, and not how many requests a plan takes.
        const all = { ...from, maxRequests: 1_000_000, ...(named && { meters: known.map(({ id }) => id) }) };
        let asked: UsageQuery;
        try {
          asked = apply(all, to);
        } catch {
          return;
        }
        const refusal = await refusalOf(provider, asked);
        if (!isMetermuxError(refusal) || refusal.code !== "unsupported") return;
        score.refused += 1;
        const { unseen, seen } = suggestionsFor(provider, known, asked, refusal.field ?? "");
        for (const suggested of [...seen, ...unseen]) {
          const again = await refusalOf(provider, { ...asked, ...suggested });
          expect([suggested, again?.message]).toEqual([suggested, undefined]);
        }
        if ((await refusalOf(provider, all)) !== undefined) return;
        score.nearAWorkingOne += 1;
        if (seen.length > 0) score.helped += 1;
        expect({ asked, worked: all, message: refusal.message, found: seen.length > 0 }).toMatchObject({
          found: true,
        });
        expect(refusal.message).not.toContain("no query that differs");
      },
    );
    // The same cases every time, so that some are near a working query; then others.
    await fc.assert(property, { seed: 7, numRuns: 120, endOnFailure: true });
    expect(score.nearAWorkingOne).toBeGreaterThan(2);
    await fc.assert(property, { numRuns: Number(process.env.SUGGESTION_RUNS ?? 40), endOnFailure: true });
    expect(score.helped).toBe(score.nearAWorkingOne);
  }, 120_000);
});

describe("a suggestion", () => {
  const region = { dimensions: ["region", "tier"], groupKeys: [["region", "tier"]] };
  const refusal = async (change: Partial<UsageQuery>, options: FakeOptions) => {
    const asked = { start: "2026-02-01", end: "2026-02-15", window: "month", ...change } as const;
    return (await refusalOf(fakeProvider({ customers, ...options }), asked))?.message;
  };

  test("for a range that cuts months has bounds and windows that are answered", async () => {
    const options = { capabilities: capabilitiesOf() };
    expect(await refusal({}, options)).toMatch(/use 2026-02-01T00:00:00.000Z or 2026-03-01T00:00:00.000Z$|none/);
    expect(await refusal({}, { capabilities: capabilitiesOf({ windows: { day: "any" } }) })).not.toContain("hour,");
  });

  test("of UTC for a zone of half hours is made with bounds that UTC does not cut", async () => {
    const asked = { timeZone: "Asia/Kathmandu", window: "day", start: "2026-02-02", end: "2026-02-04" } as const;
    expect(await refusal(asked, {})).toMatch(/use time zone UTC/);
    const instants = { start: "2026-02-01T18:15:00Z", end: "2026-02-03T18:15:00Z" };
    expect(await refusal({ ...asked, ...instants }, {})).toMatch(
      /use time zone UTC with start 2026-02-01T00:00:00.000Z, end 2026-02-04T00:00:00.000Z/,
    );
  });

  test("for a start before the vendor's look-back is the first day that works, and nothing is sent", async () => {
    const provider = fakeProvider({ customers, capabilities: capabilitiesOf({ history: { maxDays: 90 } }) });
    const usage = createUsage({ here: provider }, { clock });
    // It is 1 September, 10:30: 90 days ago was 3 June, 10:30.
    const asked = { start: "2026-05-01", end: "2026-07-01", window: "day" } as const;
    const error = await refusalOf(provider, asked);
    expect(error).toMatchObject({ code: "unsupported", field: "start" });
    expect(error?.message).toContain("; use 2026-06-04T00:00:00.000Z");
    expect([provider.asked.length, provider.listed]).toEqual([0, { meters: 0, customers: 0 }]);
    await expect(usage.plan({ ...asked, start: "2026-06-04" })).resolves.toBeDefined();
    const whole = { start: "2026-01-01", end: "2026-02-01", window: "month" } as const;
    expect((await refusalOf(provider, whole))?.message).toContain(
      "start 2026-07-01T00:00:00.000Z, end 2026-08-01T00:00:00.000Z",
    );
    const hours = { start: "2026-06-03", end: "2026-06-05", window: "hour", timeZone: "Asia/Tokyo" } as const;
    expect((await refusalOf(provider, hours))?.message).toContain("; use 2026-06-03T15:00:00.000Z");
  });

  test("never has the dimension that was asked for", async () => {
    const capabilities = capabilitiesOf({ groupBy: { maxKeys: 9, declared: true } });
    const about = { window: "day", groupBy: ["tier"] } as const;
    const message = await refusal(about, { capabilities, meters: [meterOf("m", "unique", region)] });
    expect(message).toMatch(/; group by region and tier, or leave groupBy out$/);
  });

  test("is not made where no change of one field is answered", async () => {
    const capabilities = capabilitiesOf({ windows: {} });
    expect(await refusal({ window: "day" }, { capabilities })).toMatch(
      /; no query that differs in one field is answered$/,
    );
  });
});
