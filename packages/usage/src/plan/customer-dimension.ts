import type { ConnectionNames } from "../catalog/name-map.js";
import { invalidInput, shown } from "../model/refusal.js";

/**
 * A query without the dimension in which a vendor has its customers: rows are by customer anyway, so grouping by it asks for
 * a row per customer, and a filter by it names the customers.
 *
 * @param dimension the vendor's name of it; undefined where customers are no dimension.
 * @throws MetermuxError `invalid_input` for a filter that leaves none of the customers that were named, and for groups by
 * customer of a total.
 */
export function withoutCustomerDimension(names: ConnectionNames, dimension: string | undefined): ConnectionNames {
  const { query } = names;
  const isGrouped = dimension !== undefined && query.groupBy.includes(dimension);
  const isFiltered = dimension !== undefined && Object.hasOwn(query.filter, dimension);
  if (!isGrouped && !isFiltered) return names;
  if (query.customers === "total") {
    const field = isGrouped ? "groupBy" : "filter";
    throw invalidInput(field, shown(dimension), "a total is of all customers; leave customers out for a row for each");
  }
  const { [dimension]: values, ...filter } = query.filter;
  return {
    ...names,
    query: {
      ...query,
      filter,
      customers: isFiltered ? both(query.customers, values ?? [], dimension) : query.customers,
      groupBy: query.groupBy.filter((name) => name !== dimension),
    },
    groupBy: names.groupBy.filter((_, index) => query.groupBy[index] !== dimension),
  };
}

function both(named: readonly string[] | undefined, values: readonly string[], dimension: string): readonly string[] {
  const customers = named === undefined ? values : named.filter((id) => values.includes(id));
  if (customers.length > 0) return customers;
  throw invalidInput(
    `filter.${dimension}`,
    shown(values),
    "it has none of the customers that are asked for; name the same in both",
  );
}
