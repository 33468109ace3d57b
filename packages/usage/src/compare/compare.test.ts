import { describe, expect, test } from "vitest";
import type { UsageQuery } from "../model/query.js";
import { compare } from "./compare.js";
import { days, hours, inShort, query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

describe("every key is classified", () => {
  test("with exact differences, in one order, and totals", async () => {
    const left = [
      row({ meterId: "storage", customerId: "c2", value: "1" }),
      row({ windowStart: "2026-03-02", value: "9007199254740993" }),
      row({ value: "0.1" }),
    ];
    const right = [
      row({ windowStart: "2026-03-03", value: "7" }),
      row({ windowStart: "2026-03-02", value: "9007199254740992" }),
      row({ value: "0.1" }),
    ];
    const { keys, totals, counts } = await sideBySide(left, right);
    expect(keys.map((key) => [key.verdict, key.meter, key.windowStart.slice(0, 10), key.difference])).toEqual([
      ["match", "calls", "2026-03-01", "0"],
      ["drift", "calls", "2026-03-02", "-1"],
      ["right-only", "calls", "2026-03-03", "7"],
      ["left-only", "storage", "2026-03-01", "-1"],
    ]);
    expect(keys[1]?.relative).toBe("0.000000000000000111");
    expect(counts).toEqual({ match: 1, drift: 1, "left-only": 1, "right-only": 1, incomparable: 0 });
    expect(totals).toMatchObject([
      { meter: "calls", left: "9007199254740993.1", right: "9007199254740999.1", difference: "6" },
      { meter: "storage", left: "1", right: "0", difference: "-1", counts: { "left-only": 1 } },
    ]);
    const shuffled = await sideBySide([...left].reverse(), [...right].reverse());
    expect(shuffled).toEqual({ keys, totals, counts });
  });

  test("and holds what each side says", async () => {
    const { keys } = await sideBySide(
      [row({ groups: { region: "eu" } })],
      [row({ groups: { region: "eu" }, unit: "B" })],
      {
        query: { groupBy: ["region"] },
      },
    );
    expect(keys).toEqual([
      {
        verdict: "match",
        meter: "calls",
        customer: "c1",
        windowStart: "2026-03-01T00:00:00.000Z",
        windowEnd: "2026-03-02T00:00:00.000Z",
        groups: { region: "eu" },
        left: { value: "5", rows: 1, unit: null, aggregation: "sum" },
        right: { value: "5", rows: 1, unit: "B", aggregation: "sum" },
        difference: "0",
        relative: "0",
        hints: [],
      },
    ]);
  });

  test.each<[string | null, string | null, string]>([
    ["0", null, "match no-data-vs-zero"],
    [null, "0", "match no-data-vs-zero"],
    [null, null, "match"],
    [null, "5", "drift"],
    ["-5", "5", "drift"],
    ["0.00", "-0", "match"],
  ])("a sum of %s against %s: %s", async (left, right, expected) => {
    const { keys } = await sideBySide([row({ value: left })], [row({ value: right })]);
    expect(keys.map(inShort)).toEqual([expected]);
  });

  test.each<[string | null, string]>([
    ["0", "match no-data-vs-zero"],
    [null, "match no-data-vs-zero"],
    ["5", "left-only"],
  ])("a sum of %s against nothing: %s", async (value, expected) => {
    const other = row({ windowStart: "2026-03-02" });
    const { keys } = await sideBySide([row({ value }), other], [other]);
    expect(keys.map(inShort)).toEqual([expected, "match"]);
  });

  test("no data is not zero where values do not add up", async () => {
    const kind = { aggregation: "max" } as const;
    const { keys } = await sideBySide(days(["0", null, null], kind), days([null, "5", null], kind));
    expect(keys.map(inShort)).toEqual(["drift no-data-vs-zero", "drift", "match"]);
    expect(keys.map(({ difference }) => difference)).toEqual([null, null, null]);
  });

  test("a kind that one side does not say is the other's, also where it has no row", async () => {
    const left = days(["5", "0"], { aggregation: undefined });
    const { keys } = await sideBySide(left, days(["5"], { aggregation: "count" }));
    expect(keys.map(inShort)).toEqual(["match", "match no-data-vs-zero"]);
  });
});

describe("tolerance", () => {
  test.each<[string, string, object, string]>([
    ["100", "100.01", { absolute: "0.01" }, "match"],
    ["100", "100.011", { absolute: "0.01" }, "drift"],
    ["100", "99", { relative: "0.01" }, "match"],
    ["100", "98.99", { relative: "0.01" }, "drift"],
    ["-100", "-99", { relative: "0.01" }, "match"],
    ["9007199254740993", "9007199254740992", { absolute: "0.999" }, "drift"],
    ["5", "5", {}, "match"],
  ])("%s against %s within %j: %s", async (left, right, tolerance, verdict) => {
    const { keys } = await sideBySide([row({ value: left })], [row({ value: right })], { tolerance });
    expect(keys[0]?.verdict).toBe(verdict);
  });

  test.each([{ absolute: "-1" }, { relative: "1%" }])("%j is refused", async (tolerance) => {
    await expect(sideBySide([row()], [row()], { tolerance })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("one grid", () => {
  test("instants are compared, not their texts, and rows outside the range left out", async () => {
    const left = [row({ windowStart: "2026-03-01T01:00:00+01:00" }), row({ windowStart: "2026-02-28" })];
    const right = [row({ windowStart: new Date("2026-03-01") }), row({ windowStart: "2026-03-08" })];
    expect((await sideBySide(left, right)).keys.map(inShort)).toEqual(["match"]);
  });

  test("hours become local days of 23 hours, weeks, months and the whole range", async () => {
    const local = { start: "2026-03-29", end: "2026-03-30", timeZone: "Europe/Berlin" } as const;
    const start = Date.parse("2026-03-28T23:00Z");
    const left = hours(Array(26).fill("1")).map((each, index) => ({
      ...each,
      windowStart: new Date(start + (index - 1) * 3_600_000),
    }));
    for (const window of ["day", "none"] as const) {
      const { keys } = await sideBySide(left, [row({ windowStart: new Date(start), value: "23" })], {
        query: { ...local, window },
      });
      expect(keys).toMatchObject([{ verdict: "match", left: { value: "23", rows: 23 } }]);
    }
    const week = { start: "2026-03-02", end: "2026-03-09", window: "week" } as const;
    const { keys } = await sideBySide(hours(Array(200).fill("1")), [row({ windowStart: "2026-03-02", value: "168" })], {
      query: week,
    });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test("a date is its first instant in the zone", async () => {
    const zone = { timeZone: "Asia/Tokyo" };
    const instants = [row({ windowStart: "2026-03-01T00:00:00+09:00" })];
    expect((await sideBySide([row()], instants, { query: zone })).keys.map(inShort)).toEqual(["match"]);
  });

  test("the largest of hours is the day's; a count of users is not", async () => {
    const max = { aggregation: "max" } as const;
    const unique = { aggregation: "unique", meterId: "users" } as const;
    const left = [...hours(["3", "10", null, "9"], max), ...hours(["3"], unique)];
    const { keys } = await sideBySide(left, [row({ ...max, value: "10" }), row({ ...unique, value: "3" })]);
    expect(keys.map(inShort)).toEqual(["match", "incomparable not-additive"]);
    expect(keys[1]).toMatchObject({ left: { value: null, rows: 1 }, difference: null });
  });

  test.each<[string, Partial<ComparableRow>, Partial<UsageQuery>, string, string]>([
    ["a coarser row", { window: "day" }, { window: "hour" }, "left.window", "ask for day"],
    ["a week in a month", { window: "week" }, { window: "month" }, "left.window", "ask for week"],
    [
      "an hour without its window",
      { windowStart: "2026-03-01T05:00Z" },
      {},
      "left.windowStart",
      "give finer rows their window",
    ],
    [
      "a UTC day in a local one",
      { windowStart: "2026-03-01T00:00:00Z" },
      { timeZone: "Asia/Tokyo" },
      "left.windowStart",
      "Asia/Tokyo",
    ],
    [
      "a day over the end of the range",
      { window: "day" },
      { window: "none", end: "2026-03-01T12:00Z" },
      "left.windowStart",
      "reaches over",
    ],
    ["a wrong end", { windowEnd: "2026-03-03" }, {}, "left.windowEnd", "ends at 2026-03-02T00:00:00.000Z"],
    ["a time without an offset", { windowStart: "2026-03-01T00:00" }, {}, "left.windowStart", "offset"],
    ["a fraction in a double", { value: 0.1 }, {}, "left.value", "give a string"],
    ["a value that is none", { value: "many" }, {}, "left.value", "give a decimal"],
    ["a dimension that was not asked for", { groups: { region: "eu" } }, {}, "left.groups", "leave groups out of by"],
    ["a dimension that is missing", {}, { groupBy: ["region"] }, "left.groups", '["region"]'],
  ])("%s is refused by its field", async (_, change, queryChange, field, text) => {
    const error = await sideBySide([row(change)], [], { query: queryChange }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "invalid_input", field });
    expect(String(error)).toContain(text);
  });

  test("a range that starts inside a window is refused, and one that ends inside has its last whole", async () => {
    await expect(sideBySide([row()], [row()], { query: { start: "2026-03-01T05:00Z" } })).rejects.toMatchObject({
      code: "invalid_input",
      field: "start",
    });
    const { keys } = await sideBySide(hours(Array(24).fill("1")), [row({ value: "24" })], {
      query: { end: "2026-03-01T05:00Z" },
    });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test("one key twice on a side is an error, never overwritten", async () => {
    const twice = [row(), row({ value: "6" })];
    await expect(sideBySide([row()], twice)).rejects.toMatchObject({ code: "invalid_input", field: "right" });
    const map = { meters: { other: "calls" } };
    const two = { rows: [row(), row({ meterId: "other" })], map };
    await expect(compare(query, { left: two, right: [row()] })).rejects.toMatchObject({ field: "left" });
  });
});

describe("by", () => {
  const left = [row({ customerId: "a", value: "2" }), row({ customerId: "b", value: "3" })];

  test("what is left out is added up", async () => {
    const { keys } = await sideBySide(left, [row({ customerId: null })], { by: ["meter", "window"] });
    expect(keys).toMatchObject([{ verdict: "match", left: { rows: 2 }, right: { rows: 1 } }]);
    expect(keys[0]).not.toHaveProperty("customer");
    const whole = await sideBySide(days(["1", "2"]), days(["2", "1"]), { by: ["meter"] });
    expect(whole.keys).toMatchObject([{ verdict: "match", windowEnd: "2026-03-08T00:00:00.000Z" }]);
    const regions = [row({ groups: { region: "eu" } }), row({ groups: { region: "us" } })];
    const ungrouped = await sideBySide(regions, [row({ value: "10" })], { by: ["meter", "customer", "window"] });
    expect(ungrouped.keys).toMatchObject([{ verdict: "match" }]);
  });

  test("a total has no customers", async () => {
    const { keys } = await sideBySide(left, [row({ customerId: null })], { query: { customers: "total" } });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test.each<[string, ComparableRow[], Parameters<typeof sideBySide>[2], string]>([
    ["a total and a part", [...left, row({ customerId: null })], { by: ["meter", "window"] }, "left.customerId"],
    ["two meters", [row(), row({ meterId: "other" })], { by: ["window"] }, "left.meterId"],
    ["hours and their day", [...hours(["1"]), row()], {}, "left.window"],
    ["two units", [row({ unit: "B" }), row({ unit: "GB", customerId: "c2" })], { by: ["meter"] }, "left.unit"],
    ["an unknown name", [row()], { by: ["meters" as "meter"] }, "by"],
    ["no name", [row()], { by: [] }, "by"],
  ])("%s are refused", async (_, rows, options, field) => {
    await expect(sideBySide(rows, [row()], options)).rejects.toMatchObject({ code: "invalid_input", field });
  });
});

describe("names", () => {
  const right = [row({ meterId: "m-9", customerId: "k-1", groups: { Region: "eu" } })];
  const left = [row({ groups: { region: "eu" } })];
  const map = { meters: { "m-9": "calls" }, customers: { "k-1": "c1" }, dimensions: { Region: "region" } };
  const grouped = { ...query, groupBy: ["region"] };

  test("of one side are mapped to shared ones", async () => {
    const { keys } = await compare(grouped, { left, right: { rows: right, map } });
    expect(keys.map(inShort)).toEqual(["match"]);
    const narrowed = await compare(
      { ...grouped, meters: ["calls"], customers: ["c1"] },
      { left: [...left, row({ meterId: "other", groups: { region: "eu" } })], right: { rows: right, map } },
    );
    expect(narrowed.keys.map(inShort)).toEqual(["match"]);
  });

  test("that the facade's own map gave are shared ones already", async () => {
    const mapped = row({ meterId: "m-9", customerId: "k-1", mapped: { meter: "calls", customer: "c1" } });
    expect((await sideBySide([mapped], [row()])).keys.map(inShort)).toEqual(["match"]);
    const own = { rows: [mapped], map: { meters: { "m-9": "requests" } } };
    const { keys } = await compare(query, { left: own, right: [row({ meterId: "requests" })] });
    expect(keys.map(inShort)).toEqual(["match"]);
  });

  test.each([
    ["meter", { customers: map.customers, dimensions: map.dimensions }, "left: calls; right: m-9"],
    ["customer", { meters: map.meters, dimensions: map.dimensions }, "left: c1; right: k-1"],
  ])("without a shared %s a map is needed", async (word, part, text) => {
    const error = await compare(grouped, { left, right: { rows: right, map: part } }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "invalid_input", field: "map" });
    expect(String(error)).toContain(`no ${word} of left is on the right`);
    expect(String(error)).toContain(text);
  });

  test("an account beside its customers is told to leave the customer out", async () => {
    const error = await sideBySide([row()], [row({ customerId: null })]).catch((caught: unknown) => caught);
    expect(String(error)).toContain("left: c1; right: the account itself");
    expect(String(error)).toContain("or leave customer out of by");
  });

  test("an empty side is no question of names", async () => {
    expect((await sideBySide([row()], [])).keys.map(inShort)).toEqual(["left-only"]);
    expect(await sideBySide([], [])).toMatchObject({ keys: [], totals: [] });
  });
});

describe("a side that is asked", () => {
  test("is asked in its own names, for its own connections and window", async () => {
    const asked: UsageQuery[] = [];
    const usage = {
      query(question: UsageQuery) {
        asked.push(question);
        return (async function* () {
          yield* hours(Array(24).fill("1"), { meterId: "m-9" });
        })();
      },
    };
    const side = { usage, connections: ["billing"], window: "hour", map: { meters: { "m-9": "calls" } } } as const;
    const question = { ...query, meters: ["calls"], keepGoing: true };
    const { keys } = await compare(question, { left: side, right: [row({ value: "24" })] });
    expect(keys.map(inShort)).toEqual(["match"]);
    const own = { meters: ["m-9"], connections: ["billing"], window: "hour", keepGoing: false };
    expect(asked).toMatchObject([{ ...query, ...own }]);
  });

  test("tells why a meter is missing", async () => {
    const skipped = [{ meterId: "users", reason: "it is archived" }];
    const usage = {
      query: () =>
        Object.assign(
          (async function* () {
            yield row();
          })(),
          { report: { skipped } },
        ),
    };
    const { keys } = await compare(query, { left: { usage }, right: [row(), row({ meterId: "users" })] });
    expect(keys.map(inShort)).toEqual(["match", "right-only meter-skipped"]);
    expect(keys[1]?.hints[0]?.text).toBe("left: it is archived");
  });

  test("stops when the other fails, and when the signal says so", async () => {
    let closed = 0;
    async function* endless() {
      try {
        for (let day = 0; ; day += 1) yield row({ windowStart: new Date(Date.UTC(1970, 0, day)) });
      } finally {
        closed += 1;
      }
    }
    async function* failing(): AsyncGenerator<ComparableRow> {
      yield row();
      throw new TypeError("it broke");
    }
    await expect(compare(query, { left: endless(), right: failing() })).rejects.toThrow("it broke");
    const stop = new AbortController();
    const ended = compare({ ...query, signal: stop.signal }, { left: endless(), right: [] });
    stop.abort();
    await expect(ended).rejects.toMatchObject({ code: "aborted" });
    expect(closed).toBe(2);
  });
});
