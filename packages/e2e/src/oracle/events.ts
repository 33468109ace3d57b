import type { UsageEvent, World } from "@metermux/sandbox";
import { lowerBound, type Span } from "./calendar.js";

/** The raw events of a world, read once for each customer and stream. */
export interface EventIndex {
  /** Those of one customer and stream in a span, oldest first. */
  between(customerId: string, type: string, span: Span): readonly UsageEvent[];
}

export function indexEvents(world: World): EventIndex {
  const lists = new Map<string, { times: readonly number[]; events: readonly UsageEvent[] }>();
  function listOf(customerId: string, type: string) {
    const key = `${customerId} ${type}`;
    const known = lists.get(key);
    if (known !== undefined) return known;
    const events = [...world.events({ customerId, type })].sort((left, right) => left.timestamp - right.timestamp);
    const list = { times: events.map(({ timestamp }) => timestamp), events };
    lists.set(key, list);
    return list;
  }
  return {
    between(customerId, type, { start, end }) {
      const { times, events } = listOf(customerId, type);
      return events.slice(lowerBound(times, start), lowerBound(times, end));
    },
  };
}
