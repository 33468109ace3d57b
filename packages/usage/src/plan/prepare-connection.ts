import { isMetermuxError } from "@metermux/http";
import type { Listings } from "../catalog/listings.js";
import { type ConnectionNames, type NameMap, translate } from "../catalog/name-map.js";
import { pickMeters, selectCustomers } from "../catalog/pick.js";
import { aggregations, type NormalizedQuery } from "../model/normalize.js";
import { cutOf, type Range, type RangeCells, resolveRange } from "../model/range.js";
import { unsupported } from "../model/refusal.js";
import type { SkippedMeter } from "../model/report.js";
import type { Capabilities, Customer, Provider } from "../provider.js";
import { rangeTime } from "../vendor-time.js";
import { withoutCustomerDimension } from "./customer-dimension.js";
import { needsOf } from "./needs.js";
import { fieldText } from "./query-change.js";
import { rangeCells } from "./range-cells.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { route } from "./route.js";
import { selectMeters } from "./select.js";
import { planSteps, type Step } from "./steps.js";
import type { Suggestion } from "./suggestion.js";

/** One connection's share of a query, before anything is looked up. */
export interface ResolvedQuery {
  connection: string;
  provider: Provider;
  /** The range of the answer, or why there is none: said with what works once the meters are known. */
  laid: Outcome<Range>;
  names: ConnectionNames;
  /** The vendor's time, where it is known to be another than ours. */
  now: number;
  /** The time by our clock. */
  ourNow: number;
}

/** The same, with everything looked up and planned. */
export interface PreparedConnection extends Omit<ResolvedQuery, "laid"> {
  range: Range;
  steps: readonly Step[];
  /** The customers that rows can be about, by id. */
  customers: ReadonlyMap<string, Customer>;
  /** Meters that nobody named and that cannot answer. */
  skipped: SkippedMeter[];
  /** What the lists leave unknown. */
  notes: readonly string[];
}

/**
 * Lays a query on one connection. No request.
 *
 * @throws MetermuxError `invalid_input` for a range that cannot be meant; `unsupported` for what no meter of the vendor
 * can answer.
 */
export async function resolveQuery(
  connection: string,
  provider: Provider,
  query: NormalizedQuery,
  map: NameMap,
  ourNow: number,
): Promise<ResolvedQuery> {
  const { vendor, capabilities } = provider;
  const names = withoutCustomerDimension(translate(query, connection, map), capabilities.customerDimension);
  const now = rangeTime(provider, ourNow);
  const laid = lay(names.query, provider, now);
  if (isRefusal(laid)) {
    const { suggestUnseen } = await import("./suggester.js");
    const suggestion = suggestUnseen(names.query, laid.field, { provider, now });
    // What works is said without a request where it works for any meter; else the meters are looked up first.
    if (suggestion !== undefined) throw refusalError(vendor, names.query, laid, suggestion);
  }
  return { connection, provider, laid, names, now, ourNow };
}

function refusalError(vendor: string, query: NormalizedQuery, { field, why }: Refusal, instead: Suggestion): Error {
  return unsupported(vendor, field, why, instead, fieldText(query, field));
}

/** A query's range on a vendor's grid, or what no meter of the vendor could answer. */
function lay(query: NormalizedQuery, { vendor, capabilities }: Provider, now: number): Outcome<Range> {
  if (Array.isArray(query.customers) && capabilities.customers === "self") {
    const why = "it tells the usage of its own account or session, and customers cannot be chosen";
    return refuse("customers", why);
  }
  const range = resolve(query, { vendor, ...rangeCells(capabilities) }, now);
  return isRefusal(range) ? range : (hopeless(query, range, capabilities, now) ?? range);
}

/** @throws MetermuxError `invalid_input` for a range that cannot be meant. */
function resolve(query: NormalizedQuery, vendor: RangeCells & { vendor: string }, now: number): Outcome<Range> {
  try {
    return resolveRange(query, vendor, now);
  } catch (error) {
    const cut = isMetermuxError(error) && error.code === "unsupported" ? cutOf(query, now, vendor) : undefined;
    if (cut === undefined) throw error;
    return refuse(cut.field, cut.why);
  }
}

/** Why no meter could answer, whatever it is of. */
function hopeless(query: NormalizedQuery, range: Range, capabilities: Capabilities, now: number): Refusal | undefined {
  const needs = needsOf({ ...query, aggregation: undefined }, range, now);
  const keys = [...new Set([...needs.groupBy, ...Object.keys(needs.filter)])];
  const about = { id: "", name: null, unit: null, measures: "usage" as const, archived: false, dimensions: undefined };
  const groupKeys = [keys, needs.groupBy];
  const outcomes = aggregations.map((aggregation) => {
    // An aggregation that is named lets a meter of that kind answer more, and no other kind.
    const named = query.aggregation === aggregation ? { ...needs, aggregation } : needs;
    return route({ ...about, groupKeys, aggregation }, named, capabilities);
  });
  const [refusal] = outcomes.filter(isRefusal);
  if (refusal === undefined || !outcomes.every(isRefusal)) return undefined;
  return refuse(refusal.field, `usage here ${refusal.why}`);
}

/**
 * Looks up a connection's meters and customers and plans its calls; no usage is asked for.
 *
 * @throws MetermuxError `invalid_input` for a meter or customer that does not exist; `unsupported` for a meter that
 * cannot answer; whatever ended the lookup.
 */
export async function prepareConnection(
  resolved: ResolvedQuery,
  listings: Listings,
  signal: AbortSignal,
): Promise<PreparedConnection> {
  const { connection, provider, names, ourNow } = resolved;
  const { query } = names;
  const named = query.customers === "total" ? undefined : query.customers;
  const totalIsTold = provider.capabilities.operations.every(({ total }) => total);
  const [meters, { customers, notes }] = await Promise.all([
    listings.meters(connection, provider, query.meters, signal),
    // Nobody is told apart in a total, so nobody need be listed.
    query.customers === "total" && totalIsTold ? listed([]) : listCustomers(resolved, listings, named, signal),
  ]);
  // The lists may have told the vendor's time.
  const now = rangeTime(provider, ourNow);
  const laid = now === resolved.now ? resolved.laid : lay(query, provider, now);
  if (isRefusal(laid)) {
    const { createSuggester } = await import("./suggester.js");
    const suggester = createSuggester(pickMeters(meters, query), meters, { query, provider, customers, now });
    throw refusalError(provider.vendor, query, laid, suggester.forQuery(laid.field));
  }
  const range = laid;
  const { chosen, skipped } = await selectMeters(meters, { query, range, provider, customers, now });
  const selected = selectCustomers(customers, named, provider.capabilities);
  const steps = planSteps(chosen, { query, range, customers: selected, provider, now });
  return {
    ...{ connection, provider, range, names, now, ourNow },
    steps,
    notes,
    customers: new Map(selected.map((customer) => [customer.id, customer])),
    skipped: skipped.map((meter) => ({ connection, ...meter })),
  };
}

interface ListedCustomers {
  customers: readonly Customer[];
  notes: readonly string[];
}

const listed = (customers: readonly Customer[], notes: readonly string[] = []): ListedCustomers => ({
  customers,
  notes,
});

/** The customers of a connection; none where they are listed for their names only and the credential may not read them. */
async function listCustomers(
  { connection, provider }: ResolvedQuery,
  listings: Listings,
  named: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ListedCustomers> {
  try {
    return listed(await listings.customers(connection, provider, named, signal));
  } catch (error) {
    const isRefused = isMetermuxError(error) && error.code === "unauthorized";
    if (!isRefused || provider.capabilities.customers !== "reported") throw error;
    return listed([], ["the credential may not list customers, so their names are not known"]);
  }
}
