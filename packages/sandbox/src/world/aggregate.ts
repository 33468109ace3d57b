import { Decimal } from "./decimal.js";
import type { UsageEvent } from "./event.js";
import type { Measure } from "./meters.js";

/**
 * Computes the exact value of a meter over events in time order (`latest` takes the last one). Null where no event matched,
 * which is not the same as zero.
 */
export function aggregate(events: Iterable<UsageEvent>, measure: Measure): Decimal | null {
  switch (measure.kind) {
    case "count":
      return count(events);
    case "sum":
      return weightedSum(events, { [measure.property]: "1" });
    case "weighted-sum":
      return weightedSum(events, measure.weights);
    case "unique":
      return unique(events, measure.property);
    case "min":
      return reduce(events, measure.property, (smallest, value) => (value.isLessThan(smallest) ? value : smallest));
    case "max":
      return reduce(events, measure.property, (largest, value) => (value.isGreaterThan(largest) ? value : largest));
    case "latest":
      return reduce(events, measure.property, (_, value) => value);
  }
}

function count(events: Iterable<UsageEvent>): Decimal | null {
  let matched = 0;
  for (const _ of events) matched += 1;
  return matched === 0 ? null : new Decimal(matched);
}

function weightedSum(events: Iterable<UsageEvent>, weights: Readonly<Record<string, string>>): Decimal | null {
  const terms = Object.entries(weights);
  let total: Decimal | null = null;
  for (const event of events) {
    for (const [property, weight] of terms) {
      const text = event.properties[property];
      if (text === undefined) continue;
      const value = weight === "1" ? text : new Decimal(text).times(weight);
      total = (total ?? new Decimal(0)).plus(value);
    }
  }
  return total;
}

function unique(events: Iterable<UsageEvent>, property: string): Decimal | null {
  const seen = new Set<string>();
  for (const event of events) {
    const text = event.properties[property];
    if (text !== undefined) seen.add(text);
  }
  return seen.size === 0 ? null : new Decimal(seen.size);
}

function reduce(
  events: Iterable<UsageEvent>,
  property: string,
  combine: (previous: Decimal, value: Decimal) => Decimal,
): Decimal | null {
  let result: Decimal | null = null;
  for (const event of events) {
    const text = event.properties[property];
    if (text === undefined) continue;
    const value = new Decimal(text);
    result = result === null ? value : combine(result, value);
  }
  return result;
}
