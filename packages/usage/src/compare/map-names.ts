import type { UsageQuery } from "../model/query.js";
import type { ComparableRow, SideMap } from "./side.js";

type NameTable = Readonly<Record<string, string>> | undefined;

/** What a row is about, by the names that both sides share. */
export interface Names {
  meter: string;
  customer: string | null;
  /** Sorted. */
  groups: readonly (readonly [dimension: string, value: string | null])[];
  /** The currency of a cost; undefined for usage. */
  currency: string | undefined;
  /** The dimensions, as one text. */
  dimensions: string;
  /** All of it, as one text. */
  identity: string;
}

/** The side's own map comes first, then the facade's, then the vendor's id. */
const nameOf = (id: string, names: NameTable, mapped = id): string =>
  names !== undefined && Object.hasOwn(names, id) ? (names[id] ?? mapped) : mapped;

/** Translates what a row is about. */
export function sharedNames(row: ComparableRow, map: SideMap): Names {
  const { meterId, customerId = null, mapped } = row;
  const meter = nameOf(meterId, map.meters, mapped?.meter);
  const customer = customerId === null ? null : nameOf(customerId, map.customers, mapped?.customer);
  const groups = Object.entries(row.groups ?? {})
    .map(([key, value]) => [nameOf(key, map.dimensions), value] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const dimensions = JSON.stringify(groups.map(([dimension]) => dimension));
  const currency = row.measures === "cost" ? (row.unit ?? "") : undefined;
  const about = [meter, customer, groups, ...(currency === undefined ? [] : [currency])];
  return { meter, customer, groups, currency, dimensions, identity: JSON.stringify(about) };
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

function idsOf(name: string, names: NameTable): string[] {
  const ids = Object.entries(names ?? {}).flatMap(([id, shared]) => (shared === name ? [id] : []));
  return ids.length === 0 ? [name] : ids;
}
