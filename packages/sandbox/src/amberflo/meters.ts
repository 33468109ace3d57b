import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { Meter } from "../world/meters.js";
import { uuidFor } from "../world/random.js";
import type { World } from "../world/world.js";
import type { AmberfloVariants } from "./variants.js";

/** One of the world's meters at Amberflo. */
export interface AmberfloMeter {
  readonly id: string;
  /** The world's key of the meter, for example `input_tokens`. */
  readonly apiName: string;
  readonly meter: Meter;
  readonly type: MeterType;
  readonly unit: string;
  /** The dimensions that usage may be grouped and filtered by, apart from customerId. */
  readonly dimensions: readonly string[];
  /** For an `event_duration` meter: the aggregation of its values. */
  readonly viewGroupingFunction?: ViewGroupingFunction;
}

export type ViewGroupingFunction = Exclude<AmberfloVariants["eventDuration"], false>;

export type MeterType = "sum_of_all_usage" | "active_users" | "event_duration";

interface Declared {
  readonly type: MeterType;
  readonly unit: string;
  readonly dimensions: readonly string[];
}

/** The world's max and latest meters are absent: Amberflo has no meter type for them. */
const declared: Readonly<Record<string, Declared>> = {
  api_calls: { type: "sum_of_all_usage", unit: "calls", dimensions: ["api_key", "endpoint", "region"] },
  active_users: { type: "active_users", unit: "users", dimensions: ["endpoint", "region"] },
  input_tokens: { type: "sum_of_all_usage", unit: "tokens", dimensions: ["api_key", "model", "region"] },
  output_tokens: { type: "sum_of_all_usage", unit: "tokens", dimensions: ["api_key", "model", "region"] },
  // No event has a generation: rule `unsent-dimension`.
  core_hours: { type: "sum_of_all_usage", unit: "core hours", dimensions: ["generation", "region"] },
  viewing_bytes: { type: "sum_of_all_usage", unit: "bytes", dimensions: ["region", "resource"] },
  viewing_seconds: { type: "sum_of_all_usage", unit: "seconds", dimensions: ["region", "resource"] },
  settled: { type: "sum_of_all_usage", unit: "micro-units", dimensions: ["currency"] },
};

/** Meters of the sandbox's account, in the order of the world's. */
export function metersOf(world: World, eventDuration: AmberfloVariants["eventDuration"] = false): AmberfloMeter[] {
  const meters: AmberfloMeter[] = world.meters.flatMap((meter) => {
    const known = meter.dimensions === undefined ? declared[meter.key] : declaredBy(meter, meter.dimensions);
    const id = uuidFor(world.seed, "amberflo", "meter", meter.key);
    return known === undefined ? [] : [{ id, apiName: meter.key, meter, ...known }];
  });
  return eventDuration === false ? meters : [...meters, watchTime(world, eventDuration)];
}

/** Rule `event-duration`: the length of each view. */
function watchTime(world: World, viewGroupingFunction: ViewGroupingFunction): AmberfloMeter {
  const meter: Meter = {
    key: "watch_time",
    name: "Watch time (seconds)",
    eventType: "video_view",
    measure: { kind: "sum", property: "seconds" },
  };
  const id = uuidFor(world.seed, "amberflo", "meter", meter.key);
  const dimensions = ["region", "resource"];
  return { id, apiName: meter.key, meter, type: "event_duration", unit: "seconds", dimensions, viewGroupingFunction };
}

/** A given meter. Max, min and latest have no meter type here either. */
function declaredBy({ measure, unit = "" }: Meter, dimensions: readonly string[]): Declared | undefined {
  const usable = dimensions.filter((name) => name !== "customerId");
  if (measure.kind === "sum" || measure.kind === "count") return { type: "sum_of_all_usage", unit, dimensions: usable };
  return measure.kind === "unique" ? { type: "active_users", unit, dimensions: usable } : undefined;
}

/** GET /meters: rule `meter-list`. */
export function listMeters(world: World, meters: readonly AmberfloMeter[], call: Call): Json {
  const { meterApiName, label } = call.query;
  return meters
    .filter(({ apiName }) => meterApiName === undefined || meterApiName === apiName)
    .filter(({ meter }) => label === undefined || label === meter.name)
    .map((meter) => writeMeter(world, meter));
}

function writeMeter(
  world: World,
  { id, apiName, meter, type, unit, dimensions, viewGroupingFunction }: AmberfloMeter,
): Json {
  // The account is as old as its oldest customer.
  const created = Math.min(...world.customers.map(({ createdAt }) => createdAt));
  return {
    id,
    meterApiName: apiName,
    label: meter.name,
    description: "",
    lockingStatus: "close_to_changes",
    meterType: type,
    aggregation: "sum",
    dimensions,
    uniqueDimension: meter.measure.kind === "unique" ? meter.measure.property : undefined,
    viewGroupingFunction,
    unitOfUsage: unit,
    useInBilling: true,
    enabled: true,
    createTime: created,
    updateTime: created,
  };
}
