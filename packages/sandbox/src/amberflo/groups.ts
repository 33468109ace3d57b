import { aggregate } from "../world/aggregate.js";
import { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import type { World } from "../world/world.js";
import { amberfloCustomerId } from "./customers.js";
import type { UsageRequest } from "./usage-request.js";

/** The events of one group over the whole of the widened range. */
export interface Group {
  /** Value by dimension; a dimension that its events lack is absent. */
  readonly info: Readonly<Record<string, string>>;
  readonly events: readonly UsageEvent[];
  /** Rule `group-value`. */
  readonly value: Decimal;
}

/**
 * Rules `ungrouped`, `group-missing` and `unsent-dimension`: the groups that have events, in the order of the answer.
 *
 * @param onlyCustomer the world's id of the only customer whose usage may be read, or undefined for all
 */
export function groupsOf(world: World, usageRequest: UsageRequest, onlyCustomer: string | undefined): Group[] {
  const found = new Map<string, { info: Record<string, string>; events: UsageEvent[] }>();
  for (const [event, customerId] of matchingEvents(world, usageRequest, onlyCustomer)) {
    // Without a prototype: a dimension may be called `__proto__`.
    const info: Record<string, string> = Object.create(null);
    for (const dimension of usageRequest.groupBy) {
      const value = dimension === "customerId" ? customerId : event.properties[dimension];
      if (value !== undefined) info[dimension] = value;
    }
    const key = JSON.stringify(info);
    const group = found.get(key) ?? { info, events: [] };
    if (group.events.length === 0) found.set(key, group);
    group.events.push(event);
  }
  const groups = [...found.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { info, events }]) => ({ info, events, value: amountOf(events, usageRequest) }));
  return takeFrom(groups, usageRequest);
}

/** The value of a list of events. No events give zero, as at Amberflo. */
export function amountOf(events: readonly UsageEvent[], { measure }: UsageRequest): Decimal {
  const zero = new Decimal(0);
  if (measure.kind !== "average") return aggregate(events, measure) ?? zero;
  const sum = aggregate(events, { kind: "sum", property: measure.property });
  const count = events.filter(({ properties }) => properties[measure.property] !== undefined).length;
  return sum === null ? zero : sum.dividedBy(count);
}

/** Rule `filter`: each dimension has one of the listed values. An event without the dimension does not match. */
function* matchingEvents(
  world: World,
  { meter, buckets, filter }: UsageRequest,
  onlyCustomer: string | undefined,
): Generator<readonly [UsageEvent, string]> {
  const { customerId: customerIds, ...dimensions } = filter;
  const wanted = Object.entries(dimensions).map(([dimension, values]) => [dimension, new Set(values)] as const);
  const { start, end } = buckets;
  for (const customer of world.customers) {
    const customerId = amberfloCustomerId(customer);
    if (onlyCustomer !== undefined && onlyCustomer !== customer.id) continue;
    if (customerIds !== undefined && !customerIds.includes(customerId)) continue;
    for (const event of world.events({ customerId: customer.id, type: meter.meter.eventType, start, end })) {
      if (wanted.every(([dimension, values]) => matches(event.properties[dimension], values)))
        yield [event, customerId];
    }
  }
}

function matches(value: string | undefined, values: ReadonlySet<string>): boolean {
  return value !== undefined && values.has(value);
}

/** Rule `take`: the largest groups, or the smallest, in that order; equal ones stay in the order of their names. */
function takeFrom(groups: Group[], { take, groupBy }: UsageRequest): Group[] {
  if (take === null || groupBy.length === 0) return groups;
  const sign = take.isAscending ? 1 : -1;
  return groups.sort((left, right) => sign * (left.value.comparedTo(right.value) ?? 0)).slice(0, take.limit);
}
