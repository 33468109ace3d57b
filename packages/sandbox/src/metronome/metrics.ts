import type { Measure, Meter } from "../world/meters.js";
import { uuidFor } from "../world/random.js";
import type { World } from "../world/world.js";

/** A billable metric: one of the world's meters at Metronome. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly meter: Meter;
  /** Each key is one property, or several for a compound key. */
  readonly groupKeys: readonly (readonly string[])[];
  /** Set on a metric that is defined by a query. */
  readonly sql?: string;
  /** RFC 3339; absent on an active metric. */
  readonly archivedAt?: string;
  /** The letter case of its aggregation; upper case by default. */
  readonly aggregationCase?: AggregationCase;
}

export type AggregationCase = "upper" | "lower" | "title";

/** The keys that usage may be grouped by. Some metrics lack `api_key`, the key with over 200 values; some have no key. */
const groupKeys: Readonly<Record<string, readonly (readonly string[])[]>> = {
  api_calls: [["endpoint"], ["region"], ["api_key"]],
  peak_latency: [["endpoint"], ["region"]],
  active_users: [["region"]],
  input_tokens: [["model"], ["api_key"], ["model", "region"]],
  output_tokens: [["model"]],
  core_hours: [["region"]],
  stored: [["region"]],
  viewing_bytes: [["resource"], ["region"]],
  settled: [["currency"]],
};

/** Metrics of the sandbox's account, archived ones included, ordered by id. */
export function metricsOf(world: World, aggregationCase: AggregationCase = "upper"): Metric[] {
  // Metronome has no aggregation for the minimum.
  const known = world.meters.filter(({ measure }) => measure.kind !== "min");
  const active = known.map((meter): Metric => {
    const { key, name, measure, dimensions } = meter;
    const keys = dimensions?.map((dimension) => [dimension]) ?? groupKeys[key] ?? [];
    const metric = { id: metricId(world, key), name, meter, groupKeys: keys };
    return measure.kind === "weighted-sum" ? { ...metric, sql: sqlOf(meter.eventType, measure.weights) } : metric;
  });
  const counted = known.filter(({ key, dimensions }) => key === "api_calls" && dimensions === undefined);
  const archived = counted.map(
    (meter): Metric => ({
      id: metricId(world, "api_calls_before_2024"),
      name: "API calls (before 2024)",
      meter,
      groupKeys: [],
      archivedAt: "2024-01-01T00:00:00.000Z",
    }),
  );
  const metrics = [...active, ...archived].map((metric) => ({ ...metric, aggregationCase }));
  return metrics.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Metronome's name for an aggregation, with the property it reads; an SQL metric has neither. */
export function aggregationOf(measure: Measure): { type: string; key?: string } | undefined {
  if (measure.kind === "weighted-sum") return undefined;
  if (measure.kind === "count") return { type: "COUNT" };
  return { type: measure.kind.toUpperCase(), key: measure.property };
}

function sqlOf(eventType: string, weights: Readonly<Record<string, string>>): string {
  const terms = Object.entries(weights).map(([property, weight]) =>
    weight === "1" ? `properties.${property}` : `${weight} * properties.${property}`,
  );
  return `SELECT SUM(${terms.join(" + ")}) AS value, customer_id FROM events WHERE event_type = '${eventType}' GROUP BY customer_id`;
}

function metricId(world: World, key: string): string {
  return uuidFor(world.seed, "metronome", "metric", key);
}
