import type { Customer } from "../world/customers.js";
import type { World } from "../world/world.js";
import type { Metric } from "./metrics.js";
import { refuse } from "./rules.js";
import { type GroupBy, readBounds, windowLength } from "./usage-request.js";

/** The body of POST /v1/usage/groups, by its schema. */
export interface GroupsBody {
  readonly customer_id: string;
  readonly billable_metric_id: string;
  readonly window_size: string;
  readonly starting_on?: string;
  readonly ending_before?: string;
  readonly current_period?: boolean;
  readonly group_key?: readonly string[];
  readonly group_filters?: Readonly<Record<string, readonly string[]>>;
  readonly group_by?: GroupBy;
}

/** A checked request. Instants are milliseconds since 1970 UTC. */
export interface GroupsRequest {
  readonly customer: Customer;
  readonly metric: Metric;
  readonly start: number;
  readonly end: number;
  /** Milliseconds; the whole range for the window NONE. */
  readonly window: number;
  /** Undefined without grouping. */
  readonly grouping: CompoundGrouping | undefined;
}

export interface CompoundGrouping {
  /** The dimensions of the key, in the order of the request. */
  readonly key: readonly string[];
  /** The allowed values by dimension; an absent dimension is not filtered. */
  readonly filters: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @throws Refusal by one of the rules on ids, ranges and groups. */
export function readGroupsRequest(body: GroupsBody, world: World, metrics: readonly Metric[]): GroupsRequest {
  const customer = world.customers.find(({ id }) => id === body.customer_id.toLowerCase());
  if (customer === undefined) throw refuse("known-ids", `Customer ${body.customer_id} not found`);
  const metric = metrics.find(({ id }) => id === body.billable_metric_id.toLowerCase());
  if (metric === undefined) throw refuse("known-ids", `Billable metric ${body.billable_metric_id} not found`);
  const { start, end } = readRange(body, world, customer);
  const window = windowLength(body.window_size, end - start);
  return { customer, metric, start, end, window, grouping: readGrouping(body, metric) };
}

/** Rules `groups-range`, `current-period` and those of POST /v1/usage on bounds. */
function readRange(body: GroupsBody, world: World, customer: Customer): { start: number; end: number } {
  const { starting_on, ending_before, current_period: current } = body;
  if (current === true && (starting_on !== undefined || ending_before !== undefined)) {
    throw refuse("groups-range", "current_period cannot be used with starting_on or ending_before");
  }
  if (current === true) return currentPeriod(world, customer);
  if (starting_on === undefined || ending_before === undefined) {
    throw refuse("groups-range", "starting_on and ending_before, or current_period, are required");
  }
  return readBounds({ starting_on, ending_before });
}

function currentPeriod(world: World, customer: Customer): { start: number; end: number } {
  if (customer.archivedAt !== null) throw refuse("current-period", `Customer ${customer.id} has no current period`);
  const now = new Date(world.now);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}

/** Rules `groups-key`, `groups-exclusive` and `groups-filter`. */
function readGrouping(body: GroupsBody, metric: Metric): CompoundGrouping | undefined {
  const { group_key: given, group_filters: filters = {}, group_by: older } = body;
  if (given !== undefined && older !== undefined) {
    throw refuse("groups-exclusive", "group_key cannot be used with group_by");
  }
  const key = given ?? (older && [older.key]);
  for (const name of Object.keys(filters)) {
    if (given?.includes(name) !== true) throw refuse("groups-filter", `group_filters.${name} is not in group_key`);
  }
  if (key === undefined) return undefined;
  const defined = metric.groupKeys.some((names) => canonicalKey(names) === canonicalKey(key));
  if (!defined) throw refuse("groups-key", `Billable metric ${metric.id} has no group key '${key.join(", ")}'`);
  const lists = older?.values === undefined ? Object.entries(filters) : [[older.key, older.values] as const];
  const narrowing = lists.filter(([, values]) => values.length > 0);
  return { key, filters: new Map(narrowing.map(([name, values]) => [name, new Set(values)])) };
}

function canonicalKey(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}
