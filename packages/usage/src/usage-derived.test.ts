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
import { type HourOfUsage, hoursOf } from "./fake-world.test-support.js";
import { createUsage, isMetermuxError, type UsageQuery } from "./index.js";
import { minute } from "./model/alignment.js";
import { hour, type Span, windowEnd, windowStart } from "./model/calendar.js";
import { formatInstant } from "./model/instant.js";
import { windowsOf } from "./model/range.js";
import { createTotal } from "./model/total.js";

const clock = { now: () => Date.parse("2026-09-01") };
const customers = ["c1", "c2"].map((id) => ({ id, name: null }));
const dimensions = { region: ["eu", "us", "ap"] };

/** Another number for every hour, customer and group; none in some hours. */
const usageOf: HourOfUsage = ({ customerId, start, groups }) => {
  const index = (start / hour) * 7 + customerId.length + (groups.region ?? "").charCodeAt(0);
  return index % 5 === 0 ? null : `${index % 9973}.25`;
};

function setUp(options: FakeOptions = {}) {
  const provider = fakeProvider({ customers, dimensions, usage: usageOf, ...options });
  return { provider, usage: createUsage({ here: provider }, { clock }) };
}

describe("windows that the vendor does not answer", () => {
  const perHour: FakeOptions = { usage: () => "1", dimensions: {}, customers: customers.slice(0, 1) };

  test.each<[string, Partial<UsageQuery>, string, number, string]>([
    ["a week from days", { start: "2026-06-01", end: "2026-06-08", window: "week" }, "day", 7, "168"],
    ["a month from days", { start: "2026-06-01", end: "2026-07-01", window: "month" }, "day", 30, "720"],
    [
      "a local day of 23 hours",
      { start: "2026-03-29", end: "2026-03-30", window: "day", timeZone: "Europe/Berlin" },
      "hour",
      23,
      "23",
    ],
    [
      "a local day of 25 hours",
      { start: "2025-11-02", end: "2025-11-03", window: "day", timeZone: "America/New_York" },
      "hour",
      25,
      "25",
    ],
    [
      "a local month",
      { start: "2026-03-01", end: "2026-04-01", window: "month", timeZone: "Europe/Berlin" },
      "hour",
      743,
      "743",
    ],
  ])("are put together exactly, and say so: %s", async (_, query, from, parts, value) => {
    const { usage } = setUp(perHour);
    const rows = await collect(usage.query({ start: "", end: "", window: "day", ...query }));
    expect(rows).toMatchObject([{ value, derived: { from, parts, method: "sum" }, complete: true }]);
  });

  test("a native one says nothing", async () => {
    const { usage } = setUp(perHour);
    const [row] = await collect(usage.query({ start: "2026-06-01", end: "2026-06-02", window: "day" }));
    expect(row?.derived).toBeUndefined();
  });
});

/** Every row that there must be, added up hour by hour: for each window, set of customers and set of regions. */
function truth(asked: {
  kind: "sum" | "min" | "max";
  spans: Span[];
  customers: string[][];
  groups: string[][];
  grouped: boolean;
}) {
  const rows = asked.spans.flatMap(({ start, end }) =>
    asked.customers.flatMap((ids) =>
      asked.groups.map((regions) => {
        const total = createTotal(asked.kind);
        for (const at of hoursOf({ start, end })) {
          for (const customerId of ids) {
            for (const region of regions) {
              const value = usageOf({ meterId: "m", customerId, start: at, groups: { region } });
              if (value !== null) total.add(value);
            }
          }
        }
        const customer = ids.length === 1 ? ids[0] : null;
        const group = asked.grouped ? regions[0] : null;
        return [JSON.stringify([formatInstant(start), formatInstant(end), customer, group]), total.value()] as const;
      }),
    ),
  );
  return new Map(rows);
}

test("whatever is answered is what the hours say, through halves, pages, groups, customers and zones", async () => {
  const operations = [
    operationOf(),
    operationOf({ alignment: "day", total: false, filter: "grouped" }),
    operationOf({ windows: { hour: "any" }, total: false }),
    operationOf({ windows: {}, anyRange: { maxDays: 2 } }),
    operationOf({ zones: "any", windows: { hour: "any", day: "any", month: "any" } }),
    operationOf({ zones: "any", windows: { hour: ["max"], day: "any" }, alignment: "day", total: false }),
    operationOf({ windows: {}, anyRange: {}, alignment: "minute" }),
  ] as const;
  const cases = fc.record({
    operation: fc.constantFrom(...operations),
    kind: fc.constantFrom("sum" as const, "min", "max"),
    window: fc.constantFrom("hour" as const, "day", "week", "month", "none"),
    timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
    at: fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2026-06-01") }),
    minutes: fc.constantFrom(0, 0, 7),
    count: fc.integer({ min: 1, max: 3 }),
    grouped: fc.boolean(),
    filter: fc.constantFrom<Record<string, string[]>>({}, { region: ["us"] }, { region: ["eu", "ap"] }),
    customers: fc.constantFrom(undefined, ["c2"], "total" as const),
    maxHours: fc.constantFrom(undefined, 30, 200),
    measurementsPerPage: fc.constantFrom(1000, 7),
    customersPerCall: fc.constantFrom(1, 2),
  });
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ operation, kind, at, count, grouped, maxHours, ...rest }) => {
      const { window, filter, measurementsPerPage, customersPerCall, minutes, ...asked } = rest;
      const cell = window === "none" ? "hour" : window;
      const zone = window === "none" ? "UTC" : asked.timeZone;
      let start = windowStart(at, cell, zone);
      let end = start;
      for (let index = 0; index < count; index += 1) end = windowEnd(end, cell, zone);
      // A range for one value can begin on any minute where the vendor answers that.
      if (window === "none" && operation.alignment === "minute") start += minutes * minute;
      const options = {
        capabilities: capabilitiesOf({}, { operations: [operation] }),
        meters: [meterOf("m", kind)],
        measurementsPerPage,
        customersPerCall,
        ...(maxHours && { maxHours }),
      };
      const range = { start: new Date(start), end: new Date(end), window };
      const groupBy = grouped ? ["region"] : [];
      const query: UsageQuery = { ...range, ...asked, filter, groupBy, meters: ["m"], aggregation: kind };
      const rows = await collect(setUp(options).usage.query(query)).catch((error: unknown) => {
        if (isMetermuxError(error) && error.code === "unsupported") return undefined;
        throw error;
      });
      if (rows === undefined) return;
      answered += 1;
      const regions = filter.region ?? dimensions.region;
      const wanted = truth({
        kind,
        spans: window === "none" ? [{ start, end }] : windowsOf({ start, end }, window, zone),
        grouped,
        groups: grouped ? regions.map((region) => [region]) : [regions],
        customers: asked.customers === "total" ? [["c1", "c2"]] : (asked.customers ?? ["c1", "c2"]).map((id) => [id]),
      });
      const found = rows.map(({ windowStart: from, windowEnd: to, customerId, groups, value }) => {
        return [JSON.stringify([from, to, customerId, groups.region ?? null]), value] as const;
      });
      expect(found).toHaveLength(wanted.size);
      expect(new Map(found)).toEqual(wanted);
    }),
    { numRuns: 200 },
  );
  expect(answered).toBeGreaterThan(100);
});
