import type { Comparison } from "@metermux/usage/compare";
import { expect, it } from "vitest";
import { notesOf } from "./compare-notes.js";

const count = { rows: 5, otherMeters: 0, otherCustomers: 0, outsideRange: 0 };
const nobody = { keys: 0, meters: [], customers: [] };
const agreed: Comparison = {
  ...{ keys: [], totals: [], counts: { match: 5, drift: 0, "left-only": 0, "right-only": 0, incomparable: 0 } },
  ...{ unpartnered: { left: nobody, right: nobody }, absent: { meters: [], customers: [] } },
  rows: { left: count, right: count },
};

it("says nothing where all has a partner", () => {
  expect(notesOf(agreed)).toEqual([]);
});

it("names what stands on one side only, with the number of its keys, and counts beyond ten", () => {
  const customers = Array.from({ length: 12 }, (_, index) => `c${index}`);
  const unpartnered = {
    left: { keys: 9, meters: ["m"], customers: [null] },
    right: { keys: 1, meters: [], customers },
  };
  expect(notesOf({ ...agreed, unpartnered })).toEqual([
    "9 keys of the left have no partner: these stand on one side only: meter m; customer (account)",
    "1 key of the right has no partner: these stand on one side only: customers c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more",
  ]);
});

it("names what the query names in vain, and why a side has nothing", () => {
  const rows = { left: { ...count, outsideRange: 5 }, right: { ...count, rows: 0 } };
  expect(notesOf({ ...agreed, rows, absent: { meters: ["slip"], customers: ["a", "b"] } })).toEqual([
    "left has 5 rows and none of them is used: 0 of other meters, 0 of other customers, 5 outside the range",
    "right has no rows",
    "neither side has a row of meter slip",
    "neither side has a row of customers a, b",
  ]);
});
