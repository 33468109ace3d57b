import { describe, expect, test } from "vitest";
import type { UsageQuery } from "../model/query.js";
import { compare } from "./compare.js";
import { days, hours, inShort, query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

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

test("costs in two currencies are two keys, and are not compared with usage", async () => {
  const cost = (unit: string, value: string) => row({ measures: "cost", unit, value });
  const left = [cost("EUR", "5"), cost("USD", "6")];
  const { keys } = await sideBySide(left, [cost("USD", "6"), cost("EUR", "7")]);
  expect(keys.map(({ left, verdict }) => [left?.unit, verdict]).sort()).toEqual([
    ["EUR", "drift"],
    ["USD", "match"],
  ]);
  const merged = await sideBySide(left, left, { by: ["window"] });
  expect(merged.keys).toHaveLength(2);
  expect((await sideBySide([row(), ...left], [row(), ...left])).counts.match).toBe(3);
});
