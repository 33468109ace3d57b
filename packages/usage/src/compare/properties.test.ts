import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals } from "../model/decimal.js";
import type { Verdict } from "./comparison.js";
import type { Hint } from "./hint.js";
import { row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

const value = fc.oneof(
  fc.constantFrom(null, "0", "100", "1e9"),
  fc.integer({ min: -3, max: 3 }).map(String),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(6))
    .map(([digits, places]) => `${digits}e-${places}`),
);
const kinds = { calls: "count", bytes: "sum", peak: "max", users: "unique" } as const;
const one = fc
  .record({
    meterId: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
    customerId: fc.constantFrom(null, "a", "b"),
    windowStart: fc.integer({ min: 1, max: 7 }).map((day) => `2026-03-0${day}`),
    value,
    final: fc.boolean(),
  })
  .map((each): ComparableRow => row({ ...each, aggregation: kinds[each.meterId] }));
const side = fc.uniqueArray(one, {
  maxLength: 30,
  selector: ({ meterId, customerId, windowStart }) => `${meterId} ${customerId} ${windowStart}`,
});
// A row that both sides have: without any, a map is needed.
const shared = row({ meterId: "calls", customerId: "shared", aggregation: "count" });
const sides = fc
  .tuple(side, side)
  .map((pair) => pair.map((rows) => [...rows, shared]) as [ComparableRow[], ComparableRow[]]);
const limit = fc.tuple(fc.nat(1000), fc.nat(4)).map(([digits, places]) => `${digits}e-${places}`);

test("what is compared with itself matches throughout", () =>
  fc.assert(
    fc.asyncProperty(sides, async ([rows]) => {
      const { keys, totals } = await sideBySide(rows, rows);
      expect(keys).toHaveLength(rows.length);
      for (const { verdict, difference, hints } of keys) {
        expect([verdict, hints]).toEqual(["match", []]);
        expect(["0", null]).toContain(difference);
      }
      for (const { difference } of totals) expect(["0", null]).toContain(difference);
    }),
  ));

test("sides that change places mirror the answer", () => {
  const swapped: Partial<Record<Verdict, Verdict>> = { "left-only": "right-only", "right-only": "left-only" };
  const names = { left: "right", right: "left" } as const;
  const negated = (decimal: string | null) =>
    decimal === null || decimal === "0" ? decimal : decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`;
  const mirror = (hint: Hint) => {
    if ("larger" in hint) return `${hint.code} ${hint.factor} ${names[hint.larger]}`;
    if ("offset" in hint) return `${hint.code} ${hint.offset.replace(/^./, (sign) => (sign === "-" ? "+" : "-"))}`;
    return `${hint.code} ${"side" in hint ? names[hint.side] : ""}`;
  };
  const told = (hint: Hint) => {
    if ("larger" in hint) return `${hint.code} ${hint.factor} ${hint.larger}`;
    if ("offset" in hint) return `${hint.code} ${hint.offset}`;
    return `${hint.code} ${"side" in hint ? hint.side : ""}`;
  };
  return fc.assert(
    fc.asyncProperty(sides, limit, limit, async ([left, right], absolute, relative) => {
      const options = { tolerance: { absolute, relative } };
      const there = await sideBySide(left, right, options);
      const back = await sideBySide(right, left, options);
      expect(back.keys).toHaveLength(there.keys.length);
      for (const [index, key] of there.keys.entries()) {
        const other = back.keys[index];
        expect(other).toMatchObject({
          verdict: swapped[key.verdict] ?? key.verdict,
          ...{ meter: key.meter, customer: key.customer, windowStart: key.windowStart },
          ...{ left: key.right, right: key.left, difference: negated(key.difference), relative: key.relative },
        });
        expect(other?.hints.map(told).sort()).toEqual(key.hints.map(mirror).sort());
      }
      for (const [index, total] of there.totals.entries()) {
        const { left, right, difference } = total;
        expect(back.totals[index]).toMatchObject({ left: right, right: left, difference: negated(difference) });
      }
    }),
  );
});

test("a wider tolerance never parts what matched", () =>
  fc.assert(
    fc.asyncProperty(sides, limit, limit, limit, async ([left, right], absolute, relative, more) => {
      const narrow = await sideBySide(left, right, { tolerance: { absolute, relative } });
      for (const tolerance of [
        { absolute: addDecimals([absolute, more]), relative },
        { absolute, relative: addDecimals([relative, more]) },
      ]) {
        const wide = await sideBySide(left, right, { tolerance });
        for (const [index, { verdict }] of narrow.keys.entries()) {
          const wider = wide.keys[index]?.verdict;
          expect(wider === verdict || (verdict === "drift" && wider === "match")).toBe(true);
        }
      }
    }),
  ));

test("totals are the exact sums of the rows, and counts those of the keys", () =>
  fc.assert(
    fc.asyncProperty(sides, async ([left, right]) => {
      const { keys, totals, counts } = await sideBySide(left, right);
      const sumOf = (rows: ComparableRow[], meter?: string) =>
        addDecimals(rows.flatMap((each) => (each.meterId === meter && each.value !== null ? String(each.value) : [])));
      for (const total of totals) {
        const additive = total.meter === "calls" || total.meter === "bytes";
        const own = keys.filter(({ meter }) => meter === total.meter);
        expect(total.left).toBe(additive ? sumOf(left, total.meter) : null);
        expect(total.right).toBe(additive ? sumOf(right, total.meter) : null);
        expect(total.difference).toBe(additive ? addDecimals(own.flatMap(({ difference }) => difference ?? [])) : null);
        expect(Object.values(total.counts).reduce((sum, each) => sum + each)).toBe(own.length);
      }
      const all = new Set([...left, ...right].map((each) => `${each.meterId} ${each.customerId} ${each.windowStart}`));
      expect(keys).toHaveLength(all.size);
      expect(Object.values(counts).reduce((sum, each) => sum + each)).toBe(all.size);
    }),
  ));
