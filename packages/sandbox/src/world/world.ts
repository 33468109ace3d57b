import { type Customer, customersOf } from "./customers.js";
import { eventsOfDay } from "./day.js";
import type { UsageEvent } from "./event.js";
import { type Meter, meters } from "./meters.js";
import { type Stream, streams } from "./streams.js";
import { DAY, dayNumber } from "./time.js";

/** How many UTC days of events lie before the day of `now`. */
export const HISTORY_DAYS = 90;

/** Which events to walk; what is left out is not restricted. */
export interface EventFilter {
  readonly customerId?: string;
  readonly type?: string;
  /** First instant, in milliseconds since 1970 UTC. */
  readonly start?: number;
  /** First instant that is not included any more, in milliseconds since 1970 UTC. */
  readonly end?: number;
}

/** Everything that was used and is known at one moment: what every vendor of a sandbox measures. */
export interface World {
  /** What it was made from, together with `now`. */
  readonly seed: number;
  /** The moment at which the world is seen, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** A UTC midnight before which there are no events, in milliseconds since 1970: where they are drawn, 90 days before the day of `now`. */
  readonly start: number;
  /** Everyone with a life in the world, archived ones included, ordered by id. */
  readonly customers: readonly Customer[];
  /** What is measured over the events; the same in every world that is drawn. */
  readonly meters: readonly Meter[];
  /** The events received by `now`, by customer, then by stream, then oldest first. */
  events(filter?: EventFilter): Iterable<UsageEvent>;
}

/**
 * A world of usage events. The same seed and now give the same events on every machine, and a past day keeps its
 * events when `now` moves: only late ones are added, as they arrive, and days older than the history fall away.
 * Events are drawn when first asked for, one day of one stream at a time, and then kept.
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
