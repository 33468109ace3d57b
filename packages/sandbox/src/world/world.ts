import { type Customer, customersOf } from "./customers.js";
import { eventsOfDay } from "./day.js";
import type { UsageEvent } from "./event.js";
import { type Meter, meters } from "./meters.js";
import { type Stream, streams } from "./streams.js";
import { DAY, dayNumber } from "./time.js";

/** The number of UTC days of events before the day of `now`. */
export const HISTORY_DAYS = 90;

/** Which events to return; an absent member does not restrict them. */
export interface EventFilter {
  readonly customerId?: string;
  readonly type?: string;
  /** First instant, in milliseconds since 1970 UTC. */
  readonly start?: number;
  /** First excluded instant, in milliseconds since 1970 UTC. */
  readonly end?: number;
}

/** All usage that is known at one moment, which every vendor of a sandbox measures. */
export interface World {
  /** The seed of the world, together with `now`. */
  readonly seed: number;
  /** The current time of the world, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** A UTC midnight before which there are no events, in milliseconds since 1970. For generated events, 90 days before the day of `now`. */
  readonly start: number;
  /** All customers, archived ones included, ordered by id. */
  readonly customers: readonly Customer[];
  /** The meters over the events; the same in every generated world. */
  readonly meters: readonly Meter[];
  /** The events received by `now`, by customer, then by stream, then oldest first. */
  events(filter?: EventFilter): Iterable<UsageEvent>;
}

/**
 * A world of usage events. The same seed and now give the same events on every machine, and a past day keeps its
 * events when `now` moves: only late ones are added, as they arrive, and days older than the history are dropped.
 * Events are generated on first use, one day of one stream at a time, and then kept.
 *
 * @throws RangeError when the seed or the moment is not a safe integer.
 */
export function createWorld(options: { readonly seed: number; readonly now: number }): World {
  const { seed, now } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, got ${seed}`);
  if (!Number.isSafeInteger(now)) throw new RangeError(`now must be whole milliseconds since 1970, got ${now}`);
  const start = (dayNumber(now) - HISTORY_DAYS) * DAY;
  const customers = customersOf(seed, start, now);
  const drawn = new Map<string, readonly UsageEvent[]>();

  function visibleDay(customer: Customer, stream: Stream, day: number): readonly UsageEvent[] {
    const key = `${customer.id}/${stream.type}/${day}`;
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const visible = eventsOfDay(seed, customer, stream, day).filter((event) => event.receivedAt <= now);
    drawn.set(key, visible);
    return visible;
  }

  function* events(filter: EventFilter = {}): Generator<UsageEvent> {
    const from = Math.max(filter.start ?? start, start);
    const to = Math.min(filter.end ?? now + 1, now + 1);
    for (const customer of customers) {
      if (filter.customerId !== undefined && filter.customerId !== customer.id) continue;
      for (const stream of streams) {
        if (filter.type !== undefined && filter.type !== stream.type) continue;
        if (!customer.eventTypes.includes(stream.type)) continue;
        for (let day = dayNumber(from); day * DAY < to; day += 1) {
          for (const event of visibleDay(customer, stream, day)) {
            if (event.timestamp >= from && event.timestamp < to) yield event;
          }
        }
      }
    }
  }

  return { seed, now, start, customers, meters, events };
}
