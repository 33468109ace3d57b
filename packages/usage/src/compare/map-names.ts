import type { UsageQuery } from "../model/query.js";
import type { ComparableRow, SideMap } from "./side.js";

type Names = Readonly<Record<string, string>> | undefined;

const nameOf = (id: string, names: Names): string =>
  names !== undefined && Object.hasOwn(names, id) ? (names[id] ?? id) : id;

/** What a row is about, by the names that both sides share. */
export function sharedNames(row: ComparableRow, map: SideMap) {
  const { meterId, customerId = null, mapped } = row;
  const groups = Object.entries(row.groups ?? {}).map(([key, value]) => [nameOf(key, map.dimensions), value] as const);
  return {
    meter: nameOf(mapped?.meter ?? meterId, map.meters),
    customer: customerId === null ? null : nameOf(mapped?.customer ?? customerId, map.customers),
    groups: groups.sort(([left], [right]) => (left < right ? -1 : 1)),
  };
}

/** A query in shared names, as one side understands it. */
export function inOwnNames(query: UsageQuery, map: SideMap): UsageQuery {
  const { meters, customers, groupBy, filter } = query;
  return {
    ...query,
    meters: meters?.flatMap((name) => idsOf(name, map.meters)),
    customers: typeof customers === "string" ? customers : customers?.flatMap((name) => idsOf(name, map.customers)),
    groupBy: groupBy?.flatMap((name) => idsOf(name, map.dimensions)),
    filter:
      filter &&
      Object.fromEntries(
        Object.entries(filter).flatMap(([name, values]) => idsOf(name, map.dimensions).map((id) => [id, values])),
      ),
  };
}

function idsOf(name: string, names: Names): string[] {
  const ids = Object.entries(names ?? {}).flatMap(([id, shared]) => (shared === name ? [id] : []));
  return ids.length === 0 ? [name] : ids;
}
