import type { UsageQuery } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";
import type { Side, SideMap, SideName } from "./side.js";

/** @throws MetermuxError `invalid_input` for what is neither rows nor a side that can be asked. */
export function checkSide(side: Side | undefined, name: SideName): asserts side is Side {
  const instead = "give rows, { rows, map } or { usage, connections, map }";
  if (typeof side !== "object" || side === null) throw invalidInput(name, String(side), instead);
  const rows: unknown = "rows" in side ? side.rows : side;
  const isAsked = "usage" in side && typeof side.usage?.query === "function";
  const isIterable =
    Array.isArray(rows) ||
    (typeof rows === "object" && rows !== null && (Symbol.iterator in rows || Symbol.asyncIterator in rows));
  if (!isAsked && !isIterable) throw invalidInput(name, "an object without rows", instead);
}

/**
 * A side's own id in a query of shared names would leave the side empty, without a word.
 *
 * @throws MetermuxError `invalid_input` for one, with the shared name.
 */
export function checkShared(query: UsageQuery, map: SideMap, side: SideName): void {
  const asked = {
    meters: query.meters,
    customers: query.customers,
    groupBy: query.groupBy,
    filter: Object.keys(query.filter ?? {}),
  };
  for (const [field, names] of Object.entries(asked)) {
    const table = field === "meters" || field === "customers" ? map[field] : map.dimensions;
    if (table === undefined || typeof names !== "object") continue;
    const shared = new Set(Object.values(table));
    const own = names.find((name) => Object.hasOwn(table, name) && !shared.has(name));
    if (own === undefined) continue;
    const instead = `it is the ${side} side's own; the query is in shared names, and that is ${table[own]}`;
    throw invalidInput(field, JSON.stringify(own), instead);
  }
}
