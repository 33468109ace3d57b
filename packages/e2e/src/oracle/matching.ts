import type { UsageEvent } from "@metermux/sandbox";
import type { Span } from "./calendar.js";
import type { EventIndex } from "./events.js";
import type { Asked, Groups, Pair } from "./subject.js";

/** The events of a pair in a span that match a filter. An event without a dimension does not match it. */
export function* matchingEvents(
  events: EventIndex,
  { meter, party }: Pair,
  span: Span,
  filter: Asked["filter"] = {},
): Generator<UsageEvent> {
  const wanted = Object.entries(filter);
  for (const worldId of party.worldIds) {
    for (const event of events.between(worldId, meter.eventType, span)) {
      const { properties } = event;
      if (meter.only !== undefined && properties[meter.only[0]] !== meter.only[1]) continue;
      if (wanted.every(([dimension, values]) => values.includes(properties[dimension] ?? ""))) yield event;
    }
  }
}

/** The same for the same group, whatever the order of its dimensions. */
export function groupKey(groups: Groups): string {
  const entries = Object.entries(groups);
  if (entries.length > 1) entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.length === 0 ? "" : JSON.stringify(entries);
}

/** A group under its key. */
export interface KeyedGroups {
  readonly key: string;
  readonly groups: Groups;
}

/** Returns the group of an event; the same object for the same group. */
export function groupsBy(dimensions: readonly string[]): (event: UsageEvent) => KeyedGroups {
  const known = new Map<string, KeyedGroups>();
  return ({ properties }) => {
    const values = dimensions.map((dimension) => properties[dimension] ?? null);
    const id = values.length === 1 && values[0] !== null ? String(values[0]) : JSON.stringify(values);
    const found = known.get(id);
    if (found !== undefined) return found;
    const groups = Object.fromEntries(dimensions.map((dimension, index) => [dimension, values[index] ?? null]));
    const made = { key: groupKey(groups), groups };
    known.set(id, made);
    return made;
  };
}

/** The groups of some events, each once. */
export function distinctGroups(found: Iterable<UsageEvent>, dimensions: readonly string[]): Map<string, Groups> {
  const groupOf = groupsBy(dimensions);
  const distinct = new Map<string, Groups>();
  for (const event of found) {
    const { key, groups } = groupOf(event);
    distinct.set(key, groups);
  }
  return distinct;
}

export const lacksAll = (groups: Groups): boolean =>
  Object.keys(groups).length > 0 && Object.values(groups).every((value) => value === null);
