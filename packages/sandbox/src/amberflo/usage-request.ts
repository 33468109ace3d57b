import type { Measure } from "../world/meters.js";
import type { World } from "../world/world.js";
import { type Buckets, bucketsOver, type Interval, intervals, type WeekStart } from "./buckets.js";
import type { AmberfloMeter } from "./meters.js";
import { refuse } from "./rules.js";

/** A usage query, by its schema. */
export interface UsageBody {
  readonly meterApiName: string;
  readonly aggregation?: string;
  readonly timeGroupingInterval?: string;
  readonly valuesTimeGroupingInterval?: string;
  readonly timeRange: { readonly startTimeInSeconds: number; readonly endTimeInSeconds?: number | null };
  readonly groupBy?: readonly string[];
  readonly filter?: Readonly<Record<string, string | readonly string[]>>;
  readonly take?: { readonly limit: number; readonly isAscending?: boolean };
}

/** A checked query. */
export interface UsageRequest {
  readonly meter: AmberfloMeter;
  /** In lower case, as echoed. */
  readonly aggregation: string;
  readonly measure: Measure | Average;
  readonly interval: Interval;
  readonly buckets: Buckets;
  readonly groupBy: readonly string[];
  readonly filter: Filter;
  readonly take: { readonly limit: number; readonly isAscending: boolean } | null;
}

/** The mean of single values, for which the world has no meter. */
export interface Average {
  readonly kind: "average";
  readonly property: string;
}

/** Values by dimension: every dimension must match one of its values. */
export type Filter = Readonly<Record<string, readonly string[]>>;

/** Rule `seconds`: no realistic time has more seconds, and every time since 1973 has more milliseconds. */
const MAX_SECONDS = 1e11;

/** @throws Refusal by one of the rules on bounds, meters, aggregations and dimensions. */
export function readUsageRequest(
  body: UsageBody,
  world: World,
  meters: readonly AmberfloMeter[],
  weekStartsOn: WeekStart,
): UsageRequest {
  refuseUnplayed(body);
  const meter = meters.find(({ apiName }) => apiName === body.meterApiName);
  if (meter === undefined) throw refuse("known-meter", `meter ${body.meterApiName} does not exist`);
  const aggregation = (body.aggregation ?? "sum").toLowerCase();
  const interval = readInterval(body.timeGroupingInterval ?? "hour");
  if (readInterval(body.valuesTimeGroupingInterval ?? interval) !== interval) {
    throw refuse("values-interval", "valuesTimeGroupingInterval differs from timeGroupingInterval");
  }
  const filter = readFilter(body.filter ?? {});
  for (const dimension of [...(body.groupBy ?? []), ...Object.keys(filter)]) requireDimension(meter, dimension);
  return {
    meter,
    aggregation,
    measure: measureOf(meter, aggregation),
    interval,
    buckets: readBuckets(body.timeRange, world.now, interval, weekStartsOn),
    groupBy: body.groupBy ?? [],
    filter,
    take: body.take ? { limit: body.take.limit, isAscending: body.take.isAscending ?? false } : null,
  };
}

/** Rules `customer-filter` and `rescale`: fields that would change the answer are refused, not ignored. */
function refuseUnplayed(body: object): void {
  if ("customerFilter" in body) {
    throw refuse("customer-filter", "customerFilter is not known, use filter.customerId");
  }
  if ("rescaleFunction" in body) {
    throw refuse("rescale", "The sandbox does not implement rescaleFunction");
  }
}

/** Rules `enum-case` and `default-interval`. */
function readInterval(text: string): Interval {
  const interval = intervals.find((known) => known === text.toLowerCase());
  if (interval === undefined) throw refuse("enum-case", `the interval ${text} is not known`);
  return interval;
}

/** Rule `aggregation`: a meter's own aggregation is SUM, active users included. */
function measureOf({ apiName, type, meter: { measure } }: AmberfloMeter, aggregation: string): Measure | Average {
  if (aggregation === "sum") return measure;
  if (aggregation === "count" && (measure.kind === "sum" || measure.kind === "count")) return { kind: "count" };
  if (aggregation === "avg" && type === "event_duration" && measure.kind === "sum") {
    return { kind: "average", property: measure.property };
  }
  if ((aggregation === "min" || aggregation === "max") && measure.kind === "sum") {
    return { kind: aggregation, property: measure.property };
  }
  throw refuse("aggregation", `aggregation ${aggregation} is not supported by meter ${apiName}`);
}

/** Rules `seconds`, `range-order` and `open-end`. */
function readBuckets(
  { startTimeInSeconds: start, endTimeInSeconds }: UsageBody["timeRange"],
  now: number,
  interval: Interval,
  weekStartsOn: WeekStart,
): Buckets {
  const end = endTimeInSeconds ?? now / 1000;
  for (const bound of [start, end]) {
    if (Math.abs(bound) > MAX_SECONDS) throw refuse("seconds", `${bound} is not in seconds`);
  }
  if (end <= start) throw refuse("range-order", "endTimeInSeconds is not after startTimeInSeconds");
  return bucketsOver(interval, weekStartsOn, start * 1000, Math.round(end * 1000));
}

/** Rules `filter` and `empty-filter`. */
function readFilter(filter: NonNullable<UsageBody["filter"]>): Filter {
  const entries = Object.entries(filter).map(([dimension, values]) => {
    const list = typeof values === "string" ? [values] : values;
    if (list.length === 0) throw refuse("empty-filter", `filter.${dimension} is empty`);
    return [dimension, list] as const;
  });
  return Object.fromEntries(entries);
}

/** Rule `dimensions`. */
function requireDimension(meter: AmberfloMeter, dimension: string): void {
  if (dimension === "customerId" || meter.dimensions.includes(dimension)) return;
  throw refuse("dimensions", `meter ${meter.apiName} has no dimension ${dimension}`);
}
