import { MetermuxError } from "@metermux/http";
import { describe, expect, test } from "vitest";
import { createListings } from "../catalog/listings.js";
import type { NameMap } from "../catalog/name-map.js";
import { capabilitiesOf, collect, type FakeOptions, fakeProvider, meterOf } from "../fake-provider.test-support.js";
import { measure } from "../fake-world.test-support.js";
import { day, hour } from "../model/calendar.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { unsupported } from "../model/refusal.js";
import { emptyReport } from "../model/report.js";
import { prepareConnection, resolveQuery } from "../plan/prepare-connection.js";
import type { Measurement, MeasurementPage, Question } from "../provider.js";
import { executeConnection } from "./execute-connection.js";

const start = Date.parse("2026-06-01");

interface Setting {
  map?: NameMap;
  includeIncomplete?: boolean;
  now?: () => number;
}

async function ask(change: Partial<UsageQuery>, options: FakeOptions = {}, setting: Setting = {}) {
  const { map = {}, includeIncomplete = true, now = () => Date.parse("2026-09-01") } = setting;
  const provider = fakeProvider(options);
  const query = normalizeQuery({ start: "2026-06-01", end: "2026-06-03", window: "day", ...change });
  const { signal } = new AbortController();
  const resolved = await resolveQuery("here", provider, query, map, now());
  const share = await prepareConnection(resolved, createListings(0, { now }), signal);
  const report = emptyReport();
  const batches = executeConnection(share, { includeIncomplete, now, beforeRequest: () => {}, report }, signal);
  return { batches, rows: async () => (await collect(batches)).flat(), report, provider };
}

/** Answers with these measurements, one page. */
const answering = (...measurements: Partial<Measurement>[]): FakeOptions["ask"] =>
  async function* (): AsyncGenerator<MeasurementPage> {
    const plain = { meterId: "m", customerId: "c", start, end: start + day, value: "1", groups: {} };
    yield { measurements: measurements.map((each) => ({ ...plain, ...each })), remainders: [] };
  };

describe("rows", () => {
  test("come a page at a time", async () => {
    const { batches } = await ask({}, { measurementsPerPage: 1 });
    expect((await collect(batches)).map((rows) => rows.length).filter((count) => count > 0)).toEqual([1, 1]);
  });

  test("of a large page come in parts: the first does not wait for the last", async () => {
    const hours = Array.from({ length: 250 }, (_, index) => ({
      start: start + index * hour,
      end: start + (index + 1) * hour,
      value: String(index),
    }));
    const range = { window: "hour", end: "2026-06-11T10:00Z" } as const;
    const { batches } = await ask(range, { ask: answering(...hours) });
    const parts = await collect(batches);
    expect(parts.map((rows) => rows.length).filter((count) => count > 0)).toEqual([100, 100, 50]);
    expect(parts.flat().map(({ value }) => value)).toEqual(hours.map(({ value }) => value));
  });

  test("tell of the moment when the answer came, not of when they are read", async () => {
    let clock = Date.parse("2026-06-02T23:59:59Z");
    const { batches } = await ask({}, { measurementsPerPage: 1 }, { now: () => clock });
    const first = batches.next();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    // The consumer takes its time; the window ends meanwhile.
    clock = Date.parse("2026-06-03T00:00:05Z");
    const rows = (await first).value ?? [];
    const more = (await collect(batches)).flat();
    const open = [...rows, ...more].find(({ windowStart }) => windowStart.startsWith("2026-06-02"));
    expect(open).toMatchObject({ complete: false, incompleteReason: "open", observedAt: "2026-06-02T23:59:59.000Z" });
  });

  test("of a window that lies in two calls come once, with the parts of both", async () => {
    const weeks = { start: "2026-06-01", end: "2026-06-15", window: "week", customers: ["a", "b"] } as const;
    const names = ["a", "b"].map((id) => ({ id, name: null }));
    const world = { customers: names, customersPerCall: 1 };
    const atOnce = await (await ask(weeks, world)).rows();
    const inParts = await ask(weeks, { ...world, hoursPerCall: 5 * 24 });
    const rows = await inParts.rows();
    expect(inParts.provider.asked).toHaveLength(6);
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(atOnce);
  });

  test("put together from answers before and after the end of their window are open", async () => {
    const end = Date.parse("2026-06-02");
    let clock = end - 1;
    const options: FakeOptions = {
      capabilities: capabilitiesOf({ total: false }),
      async *ask() {
        const measurement = { meterId: "m", start, end, value: "24", groups: {} };
        yield { measurements: [{ ...measurement, customerId: "c" }], remainders: [] };
        clock = end + 1;
        yield { measurements: [{ ...measurement, customerId: "d" }], remainders: [] };
      },
    };
    const { rows } = await ask({ end: "2026-06-02", customers: "total" }, options, { now: () => clock });
    expect(await rows()).toMatchObject([
      { value: "48", incompleteReason: "open", observedAt: "2026-06-02T00:00:00.001Z" },
    ]);
  });

  test("that are open can be left out; others that are not whole stay", async () => {
    const now = () => start + day + hour;
    const short = answering({ end: start + hour }, { start: start + day, end: start + 2 * day });
    const { rows } = await ask({}, { ask: short }, { now, includeIncomplete: false });
    expect(await rows()).toMatchObject([{ incompleteReason: "clipped" }]);
  });
});

describe("groups", () => {
  const options = { dimensions: { region: ["eu"], tier: ["free"] } };
  const map = { dimensions: { area: { here: "region" } } };

  test("carry the name that was asked, mapped or the vendor's own", async () => {
    const mapped = await ask({ groupBy: ["tier", "area"], end: "2026-06-02" }, options, { map });
    expect((await mapped.rows()).map(({ groups }) => groups)).toEqual([{ tier: "free", area: "eu" }]);
    const own = await ask({ groupBy: ["region"], end: "2026-06-02" }, options, { map });
    expect((await own.rows()).map(({ groups }) => groups)).toEqual([{ region: "eu" }]);
  });

  test.each(["constructor", "__proto__", "toString"])("may be of a dimension named %s", async (name) => {
    const meters = [meterOf("m", "sum", { dimensions: [name] })];
    const query = { groupBy: [name], end: "2026-06-02" };
    const given = await ask(query, { meters, ask: answering({ groups: Object.fromEntries([[name, "a"]]) }) });
    expect((await given.rows()).map(({ groups }) => Object.entries(groups))).toEqual([[[name, "a"]]]);
    const absent = await ask(query, { meters, ask: answering({ groups: {} }) });
    expect((await absent.rows()).map(({ groups }) => Object.entries(groups))).toEqual([[[name, null]]]);
    const map = { dimensions: Object.fromEntries([[name, Object.fromEntries([["here", "region"]])]]) };
    const mapped = await ask(query, { ask: answering({ groups: { region: "eu" } }) }, { map });
    expect((await mapped.rows()).map(({ groups }) => Object.entries(groups))).toEqual([[[name, "eu"]]]);
    const filter = Object.fromEntries([[name, ["a"]]]);
    const other = answering({ groups: Object.fromEntries([[name, "b"]]) });
    const filtered = await ask({ ...query, filter }, { meters, ask: other });
    await expect(filtered.rows()).rejects.toMatchObject({ code: "unexpected_response" });
  });

  test("leave out what was grouped by only to be filtered", async () => {
    const capabilities = capabilitiesOf({ filter: "grouped" });
    const filter = { tier: ["free", "paid"] };
    const dimensions = { region: ["eu", "us"], tier: ["free", "paid", "other"] };
    const { rows } = await ask({ groupBy: ["region"], filter, end: "2026-06-02" }, { capabilities, dimensions });
    expect((await rows()).map(({ groups, value, derived }) => [groups, value, derived])).toEqual([
      [{ region: "eu" }, "48", { from: "day", parts: 2, method: "sum" }],
      [{ region: "us" }, "48", { from: "day", parts: 2, method: "sum" }],
    ]);
  });
});

describe("an answer that was not asked for is an error", () => {
  test.each<[string, Partial<Measurement>, string]>([
    ["another meter", { meterId: "n" }, "a row came for meter n, which was not asked for"],
    ["another customer", { customerId: "d" }, "a row came for customer d, 2026-06-01T00:00:00.000Z, who was not"],
    ["no decimal", { value: "many" }, '"many" is not a decimal as the value of meter m, customer c, 2026-06-01'],
  ])("%s", async (_, change, message) => {
    const { rows } = await ask({ customers: ["c"] }, { ask: answering(change) });
    const error = await rows().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unexpected_response", vendor: "fake" });
    expect(String(error)).toContain(message);
  });

  test.each<[string, Partial<UsageQuery>, Partial<Measurement>[], string]>([
    ["a row that comes twice", {}, [{}, {}], "a row came twice: meter m, customer c, 2026-06-01"],
    ["another value of it", {}, [{}, { value: "2" }], "a row came twice"],
    ["two parts of one window", {}, [{ end: start + hour }, { start: start + hour }], "a row came twice"],
    ["another year", {}, [{ start: start + 365 * day, end: start + 366 * day }], "outside the range that was asked"],
    ["nobody, where customers are named", { customers: ["c"] }, [{ customerId: null }], "customer null"],
    ["nobody, where every customer is meant", {}, [{ customerId: null }], "customer null"],
    ["a customer, where the total is", { customers: "total" }, [{}], "customer c"],
    ["a group, where none is asked for", {}, [{ groups: { region: "eu" } }], 'the group region "eu"'],
    ["a group of another dimension", { groupBy: ["tier"] }, [{ groups: { region: "eu" } }], 'the group region "eu"'],
    [
      "a group outside the filter",
      { groupBy: ["region"], filter: { region: ["eu"] } },
      [{ groups: { region: "us" } }],
      'the group region "us"',
    ],
    [
      "events without a dimension that is filtered by",
      { groupBy: ["region"], filter: { region: ["eu"] } },
      [{ groups: { region: null } }],
      "the group region absent",
    ],
  ])("%s", async (_, change, measurements, message) => {
    const { rows } = await ask(change, { ask: answering(...measurements) });
    const error = await rows().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unexpected_response", vendor: "fake" });
    expect(String(error)).toContain(message);
  });

  test.each([
    ["on a later page", 1],
    ["on a page that comes first", -1],
  ])("a row that comes again %s", async (_, step) => {
    const days = [0, 1, 2, 1].map((index) => start + (step > 0 ? index : 2 - index) * day);
    const options: FakeOptions = {
      async *ask() {
        for (const from of days) {
          const row = { meterId: "m", customerId: "c", start: from, end: from + day, value: "1", groups: {} };
          yield { measurements: [row], remainders: [] };
        }
      },
    };
    const { rows } = await ask({ end: "2026-06-04" }, options);
    await expect(rows()).rejects.toMatchObject({ code: "unexpected_response" });
  });

  test.each(["listed", "new"])("a row of a %s customer that comes in the answers to two calls", async (who) => {
    const names = ["a", "listed"].map((id) => ({ id, name: null }));
    const { rows, provider } = await ask(
      {},
      { customers: names, customersPerCall: 1, ask: answering({ customerId: who }) },
    );
    await expect(rows()).rejects.toMatchObject({ code: "unexpected_response" });
    expect(provider.asked).toHaveLength(2);
  });

  test("a row that comes in the answers to two calls for the same", async () => {
    const options = { ask: answering({}), hoursPerCall: 24 };
    const { rows } = await ask({}, options);
    await expect(rows()).rejects.toThrow("outside the range that was asked for");
  });

  test("two customers, where the vendor reports its own only", async () => {
    const capabilities = capabilitiesOf({}, { customers: "self" });
    const own = await ask({}, { capabilities, ask: answering({}, { start: start + day, end: start + 2 * day }) });
    expect(await own.rows()).toHaveLength(2);
    const other = answering({}, { customerId: "d" });
    const { rows } = await ask({}, { capabilities, ask: other });
    await expect(rows()).rejects.toThrow("customer d");
  });

  test("a rest of a total that comes twice, or is of another meter", async () => {
    const rest = { meterId: "m", customerId: "c", start, end: start + day, value: "2", groups: {} };
    for (const remainders of [[rest, rest], [{ ...rest, meterId: "n" }], [{ ...rest, customerId: "d" }]]) {
      const options: FakeOptions = {
        async *ask() {
          yield { measurements: [], remainders };
        },
      };
      const { rows } = await ask({ customers: ["c"], groupBy: ["region"] }, options);
      await expect(rows()).rejects.toMatchObject({ code: "unexpected_response" });
    }
  });

  test("but for customers that are not listed yet, where everybody is meant", async () => {
    const { rows } = await ask({}, { ask: answering({ customerId: "new" }) });
    expect(await rows()).toMatchObject([{ customerId: "new", customerName: null }]);
  });
});

describe("remainders", () => {
  test("inside the range are counted, those of a widened request are not", async () => {
    const options: FakeOptions = {
      capabilities: capabilitiesOf({ alignment: "day" }),
      async *ask() {
        const rest = { meterId: "m", customerId: "c", value: "2", groups: {} };
        const at = (index: number) => ({ ...rest, start: start + index * hour, end: start + (index + 1) * hour });
        yield { measurements: [], remainders: [at(0), at(5), at(6)] };
      },
    };
    const { rows, report } = await ask(
      { window: "hour", start: "2026-06-01T05:00Z", end: "2026-06-01T07:00Z" },
      options,
    );
    await rows();
    expect(report.remainders).toMatchObject([{ meterId: "m", windows: 2, value: "4" }]);
  });
});

describe("ranges that meet", () => {
  test("make one value where the plan cut the range", async () => {
    const capabilities = capabilitiesOf({ windows: {}, anyRange: { maxDays: 1 } });
    const { rows } = await ask({ window: "none", end: "2026-06-04" }, { capabilities });
    expect(await rows()).toMatchObject([{ value: "72", derived: { from: "none", parts: 3, method: "sum" } }]);
  });

  test("and where the vendor found it too much", async () => {
    const { rows } = await ask({ window: "none" }, { maxHours: 24 });
    expect(await rows()).toMatchObject([{ value: "48", derived: { from: "none", parts: 2, method: "sum" } }]);
  });

  test("are none where windows were asked for in halves: each is the vendor's own", async () => {
    const { rows } = await ask({}, { maxHours: 24 });
    const found = await rows();
    expect(found.map(({ value, derived }) => [value, derived])).toEqual([
      ["24", undefined],
      ["24", undefined],
    ]);
  });
});

test("a meter that does not add up is asked for apart from another when both are too much", async () => {
  const meters = [meterOf("m"), meterOf("u", "unique")];
  const { rows, provider } = await ask({ window: "none" }, { meters, maxHours: 48 });
  expect((await rows()).map(({ meterId, derived }) => [meterId, derived])).toEqual([
    ["m", undefined],
    ["u", undefined],
  ]);
  expect(provider.asked.map(({ question }) => question.meters.length)).toEqual([2, 1, 1]);
});

describe("a meter that the answer refuses", () => {
  const refusing = (pages: number): FakeOptions["ask"] =>
    async function* () {
      for (let page = 0; page < pages; page += 1) yield { measurements: [], remainders: [] };
      throw unsupported("fake", "window", "its weeks begin on Sunday", "ask for window day");
    };

  test("is left out with its reason where nobody named it", async () => {
    const { rows, report } = await ask({}, { ask: refusing(0) });
    expect(await rows()).toEqual([]);
    const why = "its weeks begin on Sunday; ask for window day";
    const refusal = { field: "window", reason: why };
    expect(report.skipped).toEqual([
      { connection: "here", meterId: "m", meterName: null, reason: `fake: ${why}`, refusal },
    ]);
  });

  test("does not take others of its call with it: each is asked for by itself", async () => {
    const meters = [meterOf("m"), meterOf("weeks"), meterOf("n")];
    const { rows, report, provider } = await ask(
      {},
      {
        meters,
        async *ask({ question }) {
          const blamed = question.meters.some(({ id }) => id === "weeks");
          if (blamed) throw unsupported("fake", "window", "its weeks begin on Sunday", "ask for window day");
          yield { measurements: measure(question, {}), remainders: [] };
        },
      },
    );
    expect(new Set((await rows()).map(({ meterId }) => meterId))).toEqual(new Set(["m", "n"]));
    expect(report.skipped.map(({ meterId }) => meterId)).toEqual(["weeks"]);
    expect(provider.asked.map(({ question }) => question.meters.map(({ id }) => id).join())).toEqual([
      "m,weeks,n",
      "m",
      "weeks",
      "n",
    ]);
  });

  describe("for one of its customers", () => {
    const customers = ["a", "b", "c"].map((id) => ({ id, name: null }));
    const meters = [meterOf("l"), meterOf("m"), meterOf("n")];
    /** Calls of one meter and customer, meter by meter; b is refused its m, and the others answer in two pages. */
    const oneByOne = (canBeRefused: boolean) => {
      const provider: FakeOptions = {
        meters,
        customers,
        capabilities: capabilitiesOf({ total: false }),
        callFor: (call) => ({ ...call, ...(canBeRefused && { canBeRefused }) }),
        metersPerCall: 1,
        customersPerCall: 1,
        async *ask({ question }) {
          const [meter] = question.meters;
          const measurements = measure(question, { customers });
          yield { measurements: measurements.slice(0, 1), remainders: [{ ...measurement(question), value: "7" }] };
          if (meter?.id === "m" && question.customers[0]?.id === "b") {
            throw unsupported("fake", "filter", "its list may lack some", "filter by one dimension");
          }
          yield { measurements: measurements.slice(1), remainders: [] };
        },
      };
      return provider;
    };
    const measurement = ({ meters: [meter], customers: [customer], start }: Question) => {
      return { meterId: meter?.id ?? "", customerId: customer?.id ?? "", start, end: start + day, groups: {} };
    };

    test("is left out for all of them: no row, no part of a total, no remainder", async () => {
      const { rows, report } = await ask({}, oneByOne(true));
      expect((await rows()).map(({ meterId, customerId }) => `${meterId}${customerId}`).join(" ")).toBe(
        "la la lb lb lc lc na na nb nb nc nc",
      );
      expect(report.skipped.map(({ meterId }) => meterId)).toEqual(["m"]);
      expect(report.remainders.map(({ meterId, value }) => `${meterId} ${value}`)).toEqual(["l 21", "n 21"]);
      const total = await ask({ customers: "total" }, oneByOne(true));
      expect((await total.rows()).map(({ meterId, value }) => `${meterId} ${value}`)).toEqual([
        "l 72",
        "l 72",
        "n 72",
        "n 72",
      ]);
    });

    test("hands out the rows of a meter as soon as all of its calls are answered", async () => {
      const { batches, provider } = await ask({}, oneByOne(true));
      const first = await batches.next();
      expect(first.value?.map(({ meterId }) => meterId)).toEqual(["l"]);
      expect(provider.asked.length).toBeLessThan(9);
      await batches.return();
    });

    test("is left out whole, too, where half of its range is more than the vendor answers at once", async () => {
      const options: FakeOptions = {
        meters: [meterOf("m"), meterOf("n")],
        capabilities: capabilitiesOf({ mayExceedLimit: true }),
        metersPerCall: 1,
        async *ask({ question }) {
          const isLong = question.end - question.start > day;
          const isStuck = question.meters[0]?.id === "m" && question.end > start + day;
          if (isLong || isStuck) throw new MetermuxError("too much", { code: "vendor_failure", splittable: true });
          yield { measurements: measure(question, {}), remainders: [] };
        },
      };
      const { rows, report } = await ask({}, options);
      expect((await rows()).map(({ meterId }) => meterId)).toEqual(["n", "n"]);
      expect(report.skipped.map(({ meterId }) => meterId)).toEqual(["m"]);
    });

    test("ends the query where the adapter did not say that a call can be refused: its rows are out", async () => {
      const { rows, report } = await ask({}, oneByOne(false));
      await expect(rows()).rejects.toMatchObject({ code: "unsupported" });
      expect(report.skipped).toEqual([]);
    });

    test("ends the query, too, where the call is refused before its first page", async () => {
      const options: FakeOptions = {
        customers,
        customersPerCall: 1,
        async *ask({ question }) {
          if (question.customers[0]?.id === "b")
            throw unsupported("fake", "filter", "it may lack some", "ask for less");
          yield { measurements: measure(question, { customers }), remainders: [] };
        },
      };
      await expect((await ask({}, options)).rows()).rejects.toMatchObject({ code: "unsupported" });
      const first = { ...options, customers: customers.slice(1), ask: options.ask };
      const left = await ask({}, first);
      expect(await left.rows()).toEqual([]);
      expect(left.report.skipped.map(({ meterId }) => meterId)).toEqual(["m"]);
    });
  });

  test("ends the query where it was named, or part of its answer had come", async () => {
    const named = await ask({ meters: ["m"] }, { ask: refusing(0) });
    await expect(named.rows()).rejects.toMatchObject({ code: "unsupported" });
    const begun = await ask({}, { ask: refusing(1) });
    await expect(begun.rows()).rejects.toMatchObject({ code: "unsupported" });
    expect(begun.report.skipped).toEqual([]);
  });
});
