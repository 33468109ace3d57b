import type { CheckedEvent } from "../events/given-event.js";
import type { Customer } from "./customers.js";
import type { UsageEvent } from "./event.js";
import type { Meter } from "./meters.js";
import { completeMeters, isDecimal, metersOfEvents, numericProperties } from "./meters-of-events.js";
import { uuidFor } from "./random.js";
import { DAY, dayNumber } from "./time.js";
import type { EventFilter, World } from "./world.js";

/** The options of a world of given events. */
export interface GivenWorld {
  /** The seed of the ids that vendors assign. */
  readonly seed: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly events: readonly CheckedEvent[];
  /** Default: meters derived from the events. */
  readonly meters?: readonly Meter[];
}

/**
 * A world of the user's own events that were received by `now`. A customer exists from its first event.
 *
 * @throws RangeError for no events, two of one id, or a measured value that is not a decimal
 */
export function givenWorld({ seed, now, events: given, meters: wanted }: GivenWorld): World {
  if (given.length === 0) throw new RangeError("events: the list is empty");
  const customers = customersOf(seed, given);
  const byOwnId = new Map(customers.map((customer) => [customer.ownId, customer.id]));
  const all = given.map((event, index): UsageEvent => {
    const { id = `event-${index + 1}`, type, timestamp, receivedAt, properties } = event;
    return { id, customerId: byOwnId.get(event.customerId) ?? "", type, timestamp, receivedAt, properties };
  });
  const meters = wanted === undefined ? metersOfEvents(all) : completeMeters(wanted, all);
  checkAll(given, all, meters);
  const streams = streamsOf(all.filter(({ receivedAt }) => receivedAt <= now));
  const first = all.reduce((least, { timestamp }) => Math.min(least, timestamp), now);

  function* events(filter: EventFilter = {}): Generator<UsageEvent> {
    for (const customer of customers) {
      if (filter.customerId !== undefined && filter.customerId !== customer.id) continue;
      for (const type of customer.eventTypes) {
        if (filter.type !== undefined && filter.type !== type) continue;
        for (const event of streams.get(streamKey(customer.id, type)) ?? []) {
          const { timestamp } = event;
          if (timestamp >= (filter.start ?? timestamp) && timestamp < (filter.end ?? timestamp + 1)) yield event;
        }
      }
    }
  }

  return { seed, now, start: dayNumber(first) * DAY, customers, meters, events };
}

/** In the order of their ids. Metronome requires UUIDs: an id that is a UUID is kept, another one gets a derived UUID. */
function customersOf(seed: number, events: readonly CheckedEvent[]): Customer[] {
  const found = new Map<string, CheckedEvent[]>();
  for (const event of events) {
    const own = found.get(event.customerId);
    if (own === undefined) found.set(event.customerId, [event]);
    else own.push(event);
  }
  const customers = [...found].map(([ownId, own]): Customer => {
    const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(ownId);
    return {
      id: isUuid ? ownId : uuidFor(seed, "given", "customer", ownId),
      ownId,
      name: own.find(({ customerName }) => customerName !== undefined)?.customerName ?? ownId,
      aliases: isUuid ? [] : [ownId],
      createdAt: own.reduce((least, { timestamp }) => Math.min(least, timestamp), Number.POSITIVE_INFINITY),
      archivedAt: null,
      size: "small",
      eventTypes: [...new Set(own.map(({ type }) => type))].sort(),
      apiKeys: new Set(own.flatMap(({ properties }) => properties.api_key ?? [])).size,
    };
  });
  return customers.sort((left, right) => (left.id < right.id ? -1 : 1));
}

function checkAll(given: readonly CheckedEvent[], events: readonly UsageEvent[], meters: readonly Meter[]): void {
  const ids = new Map<string, number>();
  for (const [index, { id, type, properties }] of events.entries()) {
    const place = given[index]?.place;
    const twin = given[ids.get(id) ?? -1];
    if (twin !== undefined) throw new RangeError(`${place}: id "${id}" is already used by ${twin.place}`);
    ids.set(id, index);
    for (const { eventType, measure } of meters) {
      if (eventType !== type) continue;
      for (const name of numericProperties(measure)) {
        const text = properties[name] ?? "0";
        if (isDecimal(text)) continue;
        throw new RangeError(`${place}: properties.${name} must be a plain decimal, got "${text}"`);
      }
    }
  }
}

/** The events by customer and type, oldest first; events of one instant in their given order. */
function streamsOf(events: readonly UsageEvent[]): ReadonlyMap<string, readonly UsageEvent[]> {
  const streams = new Map<string, UsageEvent[]>();
  for (const event of events) {
    const key = streamKey(event.customerId, event.type);
    const stream = streams.get(key);
    if (stream === undefined) streams.set(key, [event]);
    else stream.push(event);
  }
  for (const stream of streams.values()) stream.sort((left, right) => left.timestamp - right.timestamp);
  return streams;
}

function streamKey(customerId: string, type: string): string {
  return `${customerId}/${type}`;
}
