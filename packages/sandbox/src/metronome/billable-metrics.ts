import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { listPage } from "./list.js";
import { aggregationOf, type Metric } from "./metrics.js";

/** GET /v1/billable-metrics: rule `include-archived`. */
export function listBillableMetrics(metrics: readonly Metric[], call: Call): Json {
  const all = call.query.include_archived === true;
  const listed = metrics.filter((metric) => all || metric.archivedAt === undefined);
  return listPage(listed, call.query, writeMetric);
}

/** Rule `sql-metric`: a metric by SQL has its query in the place of filters and an aggregation. */
function writeMetric(metric: Metric): Json {
  const aggregation = metric.sql === undefined ? aggregationOf(metric.meter.measure) : undefined;
  return {
    id: metric.id,
    name: metric.name,
    event_type_filter: metric.sql === undefined ? { in_values: [metric.meter.eventType] } : undefined,
    property_filters: aggregation?.key === undefined ? undefined : [{ name: aggregation.key, exists: true }],
    aggregation_type: aggregation?.type,
    aggregation_key: aggregation?.key,
    group_keys: metric.sql === undefined ? metric.groupKeys : undefined,
    sql: metric.sql,
    custom_fields: {},
    archived_at: metric.archivedAt,
  };
}
