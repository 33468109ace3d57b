import { aggregations, type NormalizedQuery } from "../model/normalize.js";
import { type Range, resolveRange } from "../model/range.js";
import { unsupported } from "../model/refusal.js";
import type { SkippedMeter } from "../model/report.js";
import { withNearest } from "../plan/nearest.js";
import { coarsestGrid, needsOf } from "../plan/needs.js";
import { isRefusal } from "../plan/refusal.js";
import { route } from "../plan/route.js";
import { planSteps, type Step } from "../plan/steps.js";
import type { Customer, Provider } from "../provider.js";
import { rangeTime } from "../vendor-time.js";
import { withoutCustomerDimension } from "./customer-dimension.js";
import type { Listings } from "./listings.js";
import { type ConnectionNames, type NameMap, translate } from "./name-map.js";
import { selectCustomers, selectMeters } from "./select.js";

/** One connection's share of a query, before anything is looked up. */
export interface Outline {
  connection: string;
  provider: Provider;
  range: Range;
  names: ConnectionNames;
  /** The vendor's time, where it is known to be another than ours. */
  now: number;
  /** The time by our clock. */
  ourNow: number;
}

/** The same, with everything looked up and planned. */
export interface Share extends Outline {
  steps: readonly Step[];
  /** The customers that rows can be about, by id. */
  customers: ReadonlyMap<string, Customer>;
  /** Meters that nobody named and that cannot answer. */
  skipped: SkippedMeter[];
}

/**
 * Lays a query on one connection. No request.
 *
 * @throws MetermuxError `invalid_input` for a range that cannot be meant; `unsupported` for what no meter of the vendor
 * can answer.
 */
export function outline(
  connection: string,
  provider: Provider,
  query: NormalizedQuery,
  map: NameMap,
  ourNow: number,
): Outline {
  const { vendor, capabilities } = provider;
  const names = withoutCustomerDimension(translate(query, connection, map), capabilities.customerDimension);
  if (Array.isArray(names.query.customers) && capabilities.customers === "own") {
    const why = "it tells the usage of its own account or session, and customers cannot be chosen";
    throw unsupported(vendor, "customers", why, "leave customers out");
  }
  const now = rangeTime(provider, ourNow);
  const range = resolveRange(query, { vendor, grid: coarsestGrid(capabilities) }, now);
  refuseHopeless(provider, names.query, range, now);
  return { connection, provider, range, names, now, ourNow };
}

/** Refuses what no meter could answer, whatever it is of. */
function refuseHopeless(provider: Provider, query: NormalizedQuery, range: Range, now: number): void {
  const needs = needsOf({ ...query, aggregation: undefined }, range);
  const keys = [...new Set([...needs.groupBy, ...Object.keys(needs.filter)])];
  const about = {
    id: "",
    name: null,
    unit: null,
    archived: false,
    dimensions: undefined,
    groupKeys: [keys, needs.groupBy],
  };
  const outcomes = aggregations.map((aggregation) => route({ ...about, aggregation }, needs, provider.capabilities));
  const [refusal] = outcomes.filter(isRefusal);
  if (refusal === undefined || !outcomes.every(isRefusal)) return;
  const { field, why, nearest } = withNearest(refusal, { ...about, aggregation: "sum" }, query, provider, now);
  throw unsupported(provider.vendor, field, `usage here ${why}`, nearest);
}

/**
 * Looks up a connection's meters and customers and plans its calls; no usage is asked for.
 *
 * @throws MetermuxError `invalid_input` for a meter or customer that does not exist; `unsupported` for a meter that
 * cannot answer; whatever ended the lookup.
 */
export async function prepareShare(outlined: Outline, listings: Listings, signal: AbortSignal): Promise<Share> {
  const { connection, provider, names, ourNow } = outlined;
  const { query } = names;
  const named = query.customers === "total" ? undefined : query.customers;
  const totalIsTold = provider.capabilities.operations.every(({ total }) => total);
  const [meters, customers] = await Promise.all([
    listings.meters(connection, provider, query.meters, signal),
    // Nobody is told apart in a total, so nobody need be listed.
    query.customers === "total" && totalIsTold ? [] : listings.customers(connection, provider, named, signal),
  ]);
  // The lists may have told the vendor's time.
  const now = rangeTime(provider, ourNow);
  const { vendor, capabilities } = provider;
  const range =
    now === outlined.now ? outlined.range : resolveRange(query, { vendor, grid: coarsestGrid(capabilities) }, now);
  const { chosen, skipped } = selectMeters(meters, { query, range, provider, now });
  const selected = selectCustomers(customers, named);
  const steps = planSteps(chosen, { query, range, customers: selected, provider, now });
  return {
    ...outlined,
    range,
    now,
    steps,
    customers: new Map(selected.map((customer) => [customer.id, customer])),
    skipped: skipped.map((meter) => ({ connection, ...meter })),
  };
}
