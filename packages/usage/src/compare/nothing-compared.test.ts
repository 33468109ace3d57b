import { expect, test } from "vitest";
import type { UsageQuery } from "../model/query.js";
import { compare } from "./compare.js";
import { days, query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

const twice = days(["5", "6"]);
const asked = (rows: readonly ComparableRow[] = []) => ({
  usage: {
    async *query() {
      yield* rows;
    },
  },
});

test.each<[string, ComparableRow[], ComparableRow[], Partial<UsageQuery>, string, string]>([
  ["two empty sides", [], [], {}, "left", "left has no rows; right has no rows"],
  [
    "a slip in a meter",
    twice,
    twice,
    { meters: ["slip"] },
    "meters",
    "left has 2 rows, none is used (2 of other meters)",
  ],
  ["a slip in a customer", twice, [], { customers: ["c9"] }, "customers", "2 of other customers); right has no rows"],
  ["the wrong month", twice, twice, { start: "2026-04-01", end: "2026-04-08" }, "start", "2 outside the range"],
  [
    "zeros against no row",
    days(["0", null]),
    [],
    { meters: ["calls"] },
    "right",
    "left has 2 rows, 2 keys without usage",
  ],
  [
    "zeros against another month",
    days(["0"]),
    [row({ windowStart: "2026-05-01" })],
    { meters: ["calls"] },
    "start",
    "right has 1 rows, none is used (1 outside the range)",
  ],
])("%s is no agreement: the part that left nothing is named", async (_, left, right, change, field, text) => {
  const error = await sideBySide(left, right, { query: change }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "invalid_input", field });
  expect(String(error)).toContain(`${field}: nothing was compared; `);
  expect(String(error)).toContain(text);
});

test("two systems that were asked and answer nothing are refused, and one that says nothing of no usage agrees", async () => {
  await expect(compare(query, { left: asked(), right: asked() })).rejects.toMatchObject({ field: "left" });
  const { counts } = await compare({ ...query, meters: ["calls"] }, { left: days(["0", null]), right: asked() });
  expect(counts.match).toBe(2);
});

test("a side without rows beside usage is a difference, and the rows that were left out are counted", async () => {
  const other = [row({ meterId: "other" }), row({ windowStart: "2026-05-01" }), row({ customerId: "c2" })];
  const change = { meters: ["calls"], customers: ["c1"] };
  const { counts, rows } = await sideBySide(twice, other, { query: change });
  expect(counts["left-only"]).toBe(2);
  expect(rows.right).toEqual({ rows: 3, otherMeters: 1, otherCustomers: 1, outsideRange: 1 });
});
