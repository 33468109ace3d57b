import type { UsageEvent } from "./event.js";
import { type Measure, type Meter, meters } from "./meters.js";

/** Whether text is a plain decimal, which can be measured. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/**
 * The default meters over given events. The sandbox's own event types have the sandbox's own meters. Another type has the
 * number of its events and the sum of each property that is a decimal in every event; its other properties are dimensions.
 */
export function metersOfEvents(events: readonly UsageEvent[]): Meter[] {
  const types = [...new Set(events.map(({ type }) => type))].sort();
  return types.flatMap((type) => {
    const known = meters.filter(({ eventType }) => eventType === type);
    return known.length > 0 ? known : metersOfType(type, propertiesOf(events, type));
  });
}

/**
 * The user's own meters. A meter without `dimensions` has every property of its events that it does not measure.
 *
 * @throws RangeError for two meters with the same key
 */
export function completeMeters(given: readonly Meter[], events: readonly UsageEvent[]): Meter[] {
  const keys = new Set<string>();
  return given.map((meter) => {
    if (keys.has(meter.key)) throw new RangeError(`meters: two have the key "${meter.key}"`);
    keys.add(meter.key);
    const own = new Set(measuredProperties(meter.measure));
    const names = [...propertiesOf(events, meter.eventType).keys()].filter((name) => !own.has(name));
    return { ...meter, dimensions: meter.dimensions ?? names };
  });
}

/** The properties that a measure reads as numbers. */
export function numericProperties(measure: Measure): readonly string[] {
  return measure.kind === "unique" ? [] : measuredProperties(measure);
}

function measuredProperties(measure: Measure): readonly string[] {
  if (measure.kind === "count") return [];
  return measure.kind === "weighted-sum" ? Object.keys(measure.weights) : [measure.property];
}

function metersOfType(eventType: string, properties: ReadonlyMap<string, boolean>): Meter[] {
  const names = [...properties.keys()];
  const dimensions = names.filter((name) => properties.get(name) !== true);
  const sums = names.filter((name) => properties.get(name) === true);
  return [
    { key: keyOf(eventType), name: eventType, eventType, measure: { kind: "count" }, dimensions },
    ...sums.map((property): Meter => {
      const name = `${eventType} ${property}`;
      return { key: keyOf(name), name, eventType, measure: { kind: "sum", property }, dimensions };
    }),
  ];
}

/** The properties of a type's events by name, and whether each is always a decimal. */
function propertiesOf(events: readonly UsageEvent[], eventType: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { type, properties } of events) {
    if (type !== eventType) continue;
    for (const [name, text] of Object.entries(properties)) {
      found.set(name, found.get(name) !== false && isDecimal(text));
    }
  }
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Letters, digits, hyphens and underscores, which Amberflo allows in the name of a meter. */
function keyOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]+/g, "_");
}
