import type { Customer } from "../world/customers.js";
import { readInstant } from "../world/instant.js";
import { DAY, HOUR, isUtcMidnight } from "../world/time.js";
import type { World } from "../world/world.js";
import type { Metric } from "./metrics.js";
import { refuse } from "./rules.js";

/** The body of POST /v1/usage, by its schema. */
export interface UsageBody {
  readonly window_size: string;
  readonly starting_on: string;
  readonly ending_before: string;
  readonly customer_ids?: readonly string[];
  readonly billable_metrics?: readonly { readonly id: string; readonly group_by?: GroupBy }[];
}

export interface GroupBy {
  readonly key: string;
  readonly values?: readonly string[];
}

/** A checked request. Instants are milliseconds since 1970 UTC. */
export interface UsageRequest {
  readonly start: number;
  readonly end: number;
  /** Milliseconds; the whole range for the window NONE. */
  readonly window: number;
  /** The customer and metric of each page, in the order of the pages. */
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly customer: Customer;
  readonly metric: Metric;
  readonly groupBy: GroupBy | undefined;
}

/** @throws Refusal by one of the rules on bounds, ids and groups. */
export function readUsageRequest(body: UsageBody, world: World, metrics: readonly Metric[]): UsageRequest {
  const { start, end } = readBounds(body);
  const customers = readCustomers(body, world);
  const selected = readMetrics(body, metrics);
  // Rule page-order: by customer, then metric.
  const pairs = customers.flatMap((customer) => selected.map((selection) => ({ customer, ...selection })));
  return { start, end, window: windowLength(body.window_size, end - start), pairs };
}

/** Milliseconds; the whole range for the window NONE. */
export function windowLength(size: string, range: number): number {
  return { HOUR, DAY, NONE: range }[size.toUpperCase()] ?? range;
}

/** Rules `utc-midnight` and `one-day` [PH, DUST]; `offset-bounds`, `future-end` and `any-range` for what is accepted. */
export function readBounds(body: Pick<UsageBody, "starting_on" | "ending_before">): { start: number; end: number } {
  const start = readInstant(body.starting_on, "starting_on");
  const end = readInstant(body.ending_before, "ending_before");
  for (const [name, bound] of [["starting_on", start] as const, ["ending_before", end] as const]) {
    if (!isUtcMidnight(bound)) throw refuse("utc-midnight", `${name} must be midnight UTC`);
  }
  if (end - start < DAY) throw refuse("one-day", "ending_before must be at least 1 day after starting_on");
  return { start, end };
}

/** Rules `known-ids`, `empty-list` and `all-customers`. */
function readCustomers(body: UsageBody, world: World): readonly Customer[] {
  if (body.customer_ids === undefined) return world.customers;
  if (body.customer_ids.length === 0) throw refuse("empty-list", "customer_ids must not be empty");
  const wanted = new Set(body.customer_ids.map((id) => id.toLowerCase()));
  const found = world.customers.filter((customer) => wanted.delete(customer.id));
  const [unknown] = wanted;
  if (unknown !== undefined) throw refuse("known-ids", `Customer ${unknown} not found`);
  return found;
}

/** Rules `known-ids`, `empty-list` and `all-metrics`. A metric may be requested more than once with different groupings. */
function readMetrics(body: UsageBody, metrics: readonly Metric[]): readonly Omit<Pair, "customer">[] {
  if (body.billable_metrics === undefined) {
    const active = metrics.filter((metric) => metric.archivedAt === undefined);
    return active.map((metric) => ({ metric, groupBy: undefined }));
  }
  if (body.billable_metrics.length === 0) throw refuse("empty-list", "billable_metrics must not be empty");
  const selected = body.billable_metrics.map(({ id, group_by: groupBy }) => {
    const metric = metrics.find((candidate) => candidate.id === id.toLowerCase());
    if (metric === undefined) throw refuse("known-ids", `Billable metric ${id} not found`);
    if (groupBy !== undefined) requireGroupKey(metric, groupBy.key);
    return { metric, groupBy };
  });
  return selected.sort((left, right) =>
    left.metric.id < right.metric.id ? -1 : left.metric.id > right.metric.id ? 1 : 0,
  );
}

/** Rule `group-key` [LIVE]: only single keys; POST /v1/usage/groups accepts compound ones. */
function requireGroupKey(metric: Metric, key: string): void {
  const known = metric.groupKeys.some((names) => names.length === 1 && names[0] === key);
  if (!known) throw refuse("group-key", `Billable metric ${metric.id} has no group key '${key}'`);
}
