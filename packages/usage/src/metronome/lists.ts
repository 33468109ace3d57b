import { type components, type MetronomeClient, paginate, unwrap } from "@metermux/metronome";
import {
  type Aggregation,
  type Customer,
  type Meter,
  onceEach,
  refuseTooLong,
  unexpectedResponse,
} from "../adapter/index.js";

const aggregations: ReadonlyMap<string, Aggregation> = new Map([
  ["COUNT", "count"],
  ["LATEST", "latest"],
  ["MAX", "max"],
  ["SUM", "sum"],
  ["UNIQUE", "unique"],
]);

/**
 * Every billable metric, archived ones included, each once.
 *
 * @throws MetermuxError `unexpected_response` for a metric that is not described as promised, or in two ways.
 */
export async function listMeters(client: MetronomeClient, signal: AbortSignal): Promise<Meter[]> {
  const found: Meter[] = [];
  const pages = paginate(
    (cursor, stop) => {
      const query = { limit: 100, include_archived: true, ...cursor };
      return unwrap(client.GET("/v1/billable-metrics", { params: { query }, signal: stop }));
    },
    { signal },
  );
  for await (const page of pages) {
    found.push(...readItems(page.data, "metric", readMetric));
    refuseTooLong("metronome", "metrics", found.length);
  }
  return onceEach("metronome", "metric", found);
}

/**
 * Every customer, each once. One walk lists the active customers or the archived ones, never both; archived customers
 * keep their usage. A customer of both lists (it was archived in between, or `only_archived` is ignored) is one customer.
 *
 * @throws MetermuxError `unexpected_response` for a customer without an id, or one that is described in two ways.
 */
export async function listCustomers(client: MetronomeClient, signal: AbortSignal): Promise<Customer[]> {
  const lists = [false, true].map(async (only_archived) => {
    const found: Customer[] = [];
    const pages = paginate(
      (cursor, stop) => {
        const query = { limit: 100, only_archived, ...cursor };
        return unwrap(client.GET("/v1/customers", { params: { query }, signal: stop }));
      },
      { signal },
    );
    for await (const page of pages) {
      found.push(...readItems(page.data, "customer", readCustomer));
      refuseTooLong("metronome", "customers", found.length);
    }
    return found;
  });
  return onceEach("metronome", "customer", (await Promise.all(lists)).flat());
}

function readItems<Wire, Item>(items: readonly Wire[], what: string, read: (item: Wire) => Item): Item[] {
  const isObject = (item: unknown) => typeof item === "object" && item !== null;
  if (!items.every(isObject)) throw unexpectedResponse("metronome", `a ${what} came that is no object`);
  return items.map(read);
}

function readMetric(metric: components["schemas"]["BillableMetric"]): Meter {
  const { id, name, sql, aggregation_type: kind, group_keys: groupKeys, archived_at: archivedAt } = metric;
  const isList = (value: unknown) => Array.isArray(value);
  if (groupKeys != null && !(isList(groupKeys) && groupKeys.every(isList))) {
    throw unexpectedResponse("metronome", `the group_keys of metric ${id} are no lists of names`);
  }
  return {
    id,
    name,
    // A metric defined by SQL does not say how it aggregates, whatever else it says.
    measures: "usage",
    aggregation: sql ? "unknown" : (aggregations.get(String(kind).toUpperCase()) ?? "unknown"),
    unit: null,
    dimensions: [...new Set((groupKeys ?? []).flat())],
    groupKeys: groupKeys ?? [],
    archived: typeof archivedAt === "string",
  };
}

function readCustomer({ id, name, ingest_aliases }: components["schemas"]["Customer"]): Customer {
  return { id, name, aliases: ingest_aliases };
}
