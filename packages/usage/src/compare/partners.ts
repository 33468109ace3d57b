import type { UsageQuery } from "../model/query.js";
import type { Cell, Cells } from "./cell.js";
import type { Absent, Unpartnered } from "./comparison.js";
import type { Both, By, SideName } from "./side.js";

/** What stands on one side only, and whether a key is of it. */
export interface Alone {
  unpartnered: Both<Unpartnered>;
  has(side: SideName, cell: Cell): boolean;
}

/**
 * Finds the meters and customers that one side has alone. One without usage, which the other side may leave out for that
 * reason, is not among them: a customer with zeros alone, or a meter with zeros alone that the query names.
 */
export function findAlone({ left, right }: Both<Cells>, by: ReadonlySet<By>, query: UsageQuery): Alone {
  const names = { left: aloneIn(left, right, by, query), right: aloneIn(right, left, by, query) };
  const has = (side: SideName, { meter, customer }: Cell) =>
    names[side].meters.has(meter) || names[side].customers.has(customer);
  const describe = (side: SideName, { byKey }: Cells): Unpartnered => ({
    keys: [...byKey.values()].filter((cell) => has(side, cell)).length,
    meters: sorted([...names[side].meters].flatMap((name) => name ?? [])),
    customers: sorted([...names[side].customers].flatMap((name) => (name === undefined ? [] : [name]))),
  });
  return { unpartnered: { left: describe("left", left), right: describe("right", right) }, has };
}

function aloneIn(own: Cells, other: Cells, by: ReadonlySet<By>, query: UsageQuery) {
  const cells = [...own.byKey.values()];
  const used = cells.filter(({ parts }) => parts.some(({ value }) => value !== null && value !== "0"));
  const others = [...other.byKey.values()];
  const named = new Set<string | undefined>(query.meters);
  const unnamed = cells.filter(({ meter }) => !named.has(meter));
  const meters = new Set([...used, ...unnamed].map(({ meter }) => meter));
  const customers = new Set(used.map(({ customer }) => customer));
  for (const { meter, customer } of others) {
    meters.delete(meter);
    customers.delete(customer);
  }
  if (!by.has("meter")) meters.clear();
  if (!by.has("customer")) customers.clear();
  return { meters, customers };
}

const sorted = <Name extends string | null>(names: readonly Name[]): Name[] =>
  [...names].sort((one, other) => ((one ?? "") < (other ?? "") ? -1 : 1));

/** Finds what the query names in vain. */
export function findAbsent({ left, right }: Both<Cells>, query: UsageQuery): Absent {
  const missing = (names: readonly string[], kind: "meters" | "customers") =>
    [...new Set(names)].filter((name) => !left[kind].has(name) && !right[kind].has(name));
  const customers = typeof query.customers === "object" ? query.customers : [];
  return { meters: missing(query.meters ?? [], "meters"), customers: missing(customers, "customers") };
}
