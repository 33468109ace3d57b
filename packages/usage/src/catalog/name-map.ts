import type { NormalizedQuery } from "../model/normalize.js";
import { invalidInput } from "../model/refusal.js";

/** The user's own names: for each, the vendor's id (or dimension) by connection. */
export type Names = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Names of the user's own for what every vendor calls differently. */
export interface NameMap {
  /** As in `{ tokens: { billing: "5e1d…", gateway: "input_tokens" } }`. */
  meters?: Names | undefined;
  customers?: Names | undefined;
  dimensions?: Names | undefined;
}

const mapped = ["meters", "customers", "dimensions"] as const satisfies readonly (keyof NameMap)[];

/**
 * Refuses a map that cannot be meant.
 *
 * @throws MetermuxError `invalid_input` for what is no map of ids, a connection that is not configured, or two names of one meter or customer.
 */
export function checkMap(map: NameMap, connections: readonly string[]): void {
  const unknown = Object.keys(map).find((field) => !mapped.some((known) => known === field));
  if (unknown !== undefined)
    throw invalidInput(`map.${unknown}`, "a field that no map has", `use ${mapped.join(", ")}`);
  for (const field of mapped) {
    const known = new Map<string, string>();
    for (const [name, ids] of Object.entries(map[field] ?? {})) {
      const at = `map.${field}.${name}`;
      if (typeof ids !== "object" || ids === null) {
        throw invalidInput(at, JSON.stringify(ids), `give the id by connection: ${connections.join(", ")}`);
      }
      for (const [connection, id] of Object.entries(ids)) {
        if (typeof id !== "string") throw invalidInput(`${at}.${connection}`, JSON.stringify(id), "give one id");
        if (!connections.includes(connection)) {
          throw invalidInput(at, JSON.stringify(connection), `configured: ${connections.join(", ")}`);
        }
        const key = JSON.stringify([connection, id]);
        const other = known.get(key);
        // Two names of one dimension are told apart by the query.
        if (other !== undefined && field !== "dimensions") {
          throw invalidInput(at, JSON.stringify(id), `${other} is a name of it already, and rows have one`);
        }
        known.set(key, name);
      }
    }
  }
}

/** A map as one connection sees it, both ways. */
export interface ConnectionNames {
  /** The query in the vendor's words. */
  query: NormalizedQuery;
  /** The user's names by the vendor's ids. */
  meters: ReadonlyMap<string, string>;
  customers: ReadonlyMap<string, string>;
  /** The dimensions of the query's `groupBy` in the words in which they were asked, in the same order. */
  groupBy: readonly string[];
}

/**
 * A query in the words of one connection's vendor. What the map does not have stands as it is: it may be an id.
 *
 * @throws MetermuxError `invalid_input` for a name that the map has for other connections only, or for two names of one
 * dimension.
 */
export function translate(query: NormalizedQuery, connection: string, map: NameMap): ConnectionNames {
  const say = (field: string, names: Names | undefined) => (name: string) => {
    const entry = names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
    if (entry === undefined) return name;
    const own = Object.hasOwn(entry, connection) ? entry[connection] : undefined;
    if (own !== undefined) return own;
    const known = Object.keys(entry).join(", ");
    throw invalidInput(
      field,
      JSON.stringify(name),
      `it is mapped for ${known || "no connection"}, not for ${connection}`,
    );
  };
  const groupBy = query.groupBy.map(say("groupBy", map.dimensions));
  const filter = Object.entries(query.filter).map(
    ([name, values]) => [say(`filter.${name}`, map.dimensions)(name), values] as const,
  );
  refuseTwice("groupBy", query.groupBy, groupBy);
  refuseTwice(
    "filter",
    Object.keys(query.filter),
    filter.map(([name]) => name),
  );
  return {
    query: {
      ...query,
      meters: query.meters?.map(say("meters", map.meters)),
      customers: query.customers === "total" ? "total" : query.customers?.map(say("customers", map.customers)),
      groupBy,
      filter: Object.fromEntries(filter),
    },
    meters: reverse(map.meters, connection),
    customers: reverse(map.customers, connection),
    groupBy: query.groupBy,
  };
}

/** Two names of one dimension would be one group, or one filter that hides the other. */
function refuseTwice(field: string, asked: readonly string[], dimensions: readonly string[]): void {
  const second = dimensions.findIndex((name, index) => dimensions.indexOf(name) < index);
  if (second < 0) return;
  const [first, other] = asked.filter((_, index) => dimensions[index] === dimensions[second]);
  const instead = `${first} and ${other} are the same dimension, ${dimensions[second]}; use one of them`;
  throw invalidInput(field, JSON.stringify(other), instead);
}

function reverse(names: Names = {}, connection: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(names).flatMap(([name, ids]) => {
      const id = Object.hasOwn(ids, connection) ? ids[connection] : undefined;
      return id === undefined ? [] : [[id, name]];
    }),
  );
}
