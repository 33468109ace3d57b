import { aggregate } from "../world/aggregate.js";
import type { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import type { Measure } from "../world/meters.js";
import { hash32 } from "../world/random.js";
import type { World } from "../world/world.js";
import type { Pair, UsageRequest } from "./usage-request.js";

/** Rule `group-cap` [SPEC, LIVE]. */
export const MAX_GROUP_VALUES = 200;

/** How the rows of a pair are grouped. Each row has the same group values. */
export interface Grouping {
  readonly key: string;
  readonly values: readonly string[];
}

/** The grouping of a pair over the whole range; undefined when the request has none. */
export function groupingOf(world: World, usageRequest: UsageRequest, pair: Pair): Grouping | undefined {
  const { customer, metric, groupBy } = pair;
  if (groupBy === undefined) return undefined;
  const { key } = groupBy;
  if (groupBy.values !== undefined) return { key, values: [...new Set(groupBy.values)] };
  const found = new Set<string>();
  const { start, end } = usageRequest;
  for (const event of world.events({ customerId: customer.id, type: metric.meter.eventType, start, end })) {
    const value = event.properties[key];
    if (value !== undefined) found.add(value);
  }
  // Which 200 is undefined. They are ordered by hash, so that no reader can take them for the first, last or largest.
  const order = (value: string): number => hash32(world.seed, customer.id, metric.id, value);
  const values = [...found].sort((left, right) => order(left) - order(right)).slice(0, MAX_GROUP_VALUES);
  return { key, values };
}

/** Rules `group-map` and `group-missing`: events without the property are in no group. */
export function aggregateGroups(
  events: readonly UsageEvent[],
  measure: Measure,
  { key, values }: Grouping,
): Record<string, Decimal | null> {
  const byValue = new Map<string, UsageEvent[]>(values.map((value) => [value, []]));
  for (const event of events) {
    const value = event.properties[key];
    if (value !== undefined) byValue.get(value)?.push(event);
  }
  return Object.fromEntries([...byValue].map(([value, matched]) => [value, aggregate(matched, measure)]));
}
