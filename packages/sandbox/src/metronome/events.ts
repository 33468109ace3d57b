import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import { uuidFor } from "../world/random.js";
import { DAY } from "../world/time.js";
import type { World } from "../world/world.js";
import { aggregationOf, type Metric } from "./metrics.js";

/** Rule `event-search` [SPEC, LIVE]. */
const SEARCHED_DAYS = 34;

/** POST /v1/events/search: a bare list. */
export function searchEvents(world: World, metrics: readonly Metric[], call: Call): Json {
  // The body is valid by the operation's schema.
  const { transactionIds } = call.body as { readonly transactionIds: readonly string[] };
  const found = new Map<string, UsageEvent | null>(transactionIds.map((id) => [id, null]));
  for (const event of world.events({ start: world.now - SEARCHED_DAYS * DAY })) {
    if (found.has(event.id)) found.set(event.id, event);
  }
  return [...found.values()].flatMap((event) => (event === null ? [] : [writeEvent(world, metrics, event)]));
}

/** Rule `event-match`. */
function writeEvent(world: World, metrics: readonly Metric[], event: UsageEvent): Json {
  const customer = world.customers.find(({ id }) => id === event.customerId);
  return {
    id: uuidFor(world.seed, "metronome", "event", event.id),
    transaction_id: event.id,
    customer_id: event.customerId,
    event_type: event.type,
    timestamp: new Date(event.timestamp).toISOString(),
    properties: event.properties,
    processed_at: new Date(event.receivedAt).toISOString(),
    is_duplicate: false,
    matched_customer: customer && { id: customer.id, name: customer.name },
    matched_billable_metrics: metrics.filter((metric) => counts(metric, event)).map(writeMatch),
  };
}

function counts({ archivedAt, meter }: Metric, event: UsageEvent): boolean {
  const property = aggregationOf(meter.measure)?.key;
  const measured = property === undefined || event.properties[property] !== undefined;
  return archivedAt === undefined && meter.eventType === event.type && measured;
}

function writeMatch({ id, name, meter }: Metric): Json {
  return { id, name, aggregation_type: aggregationOf(meter.measure)?.type ?? "custom_sql" };
}
