import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { requireCustomer } from "./customers.js";
import { listPage } from "./list.js";
import { type AggregationCase, aggregationOf, type Metric } from "./metrics.js";
import { refuse } from "./rules.js";

/** GET /v1/billable-metrics: rule `include-archived`. */
export function listBillableMetrics(metrics: readonly Metric[], call: Call): Json {
  return listPage(listed(metrics, call), call.query, writeMetric);
}

/** GET /v1/billable-metrics/{billable_metric_id}: rule `not-found`. */
export function getBillableMetric(metrics: readonly Metric[], call: Call): Json {
  const id = call.params.billable_metric_id?.toLowerCase();
  const metric = metrics.find((candidate) => candidate.id === id);
  if (metric === undefined) throw refuse("not-found", `Billable metric ${id} not found`, 404);
  return { data: writeMetric(metric) };
}

/** GET /v1/customers/{customer_id}/billable-metrics: rule `customer-metrics`. The cursor belongs to the customer too. */
export function listCustomerMetrics(world: World, metrics: readonly Metric[], call: Call): Json {
  const customer = requireCustomer(world, call);
  const onPlan = listed(metrics, call).filter(
    ({ meter }) => call.query.on_current_plan !== true || customer.eventTypes.includes(meter.eventType),
  );
  return listPage(onPlan, { ...call.query, customer_id: customer.id }, writeMetric);
}

function listed(metrics: readonly Metric[], call: Call): readonly Metric[] {
  const all = call.query.include_archived === true;
  return metrics.filter((metric) => all || metric.archivedAt === undefined);
}

/** Rule `sql-metric`: an SQL metric has its query in place of filters and an aggregation. */
export function writeMetric(metric: Metric): Json {
  const aggregation = metric.sql === undefined ? aggregationOf(metric.meter.measure) : undefined;
  return {
    id: metric.id,
    name: metric.name,
    event_type_filter: metric.sql === undefined ? { in_values: [metric.meter.eventType] } : undefined,
    property_filters: aggregation?.key === undefined ? undefined : [{ name: aggregation.key, exists: true }],
    // Rule aggregation-case.
    aggregation_type: aggregation && inCase(aggregation.type, metric.aggregationCase),
    aggregation_key: aggregation?.key,
    group_keys: metric.sql === undefined ? metric.groupKeys : undefined,
    sql: metric.sql,
    custom_fields: {},
    archived_at: metric.archivedAt,
  };
}

function inCase(type: string, spelling: AggregationCase = "upper"): string {
  if (spelling === "upper") return type;
  return spelling === "lower" ? type.toLowerCase() : `${type.slice(0, 1)}${type.slice(1).toLowerCase()}`;
}
