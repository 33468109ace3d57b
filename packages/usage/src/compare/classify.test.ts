import { describe, expect, test } from "vitest";
import { days, inShort, row, sideBySide } from "./rows.test-support.js";

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
    expect(shuffled).toMatchObject({ keys, totals, counts });
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
