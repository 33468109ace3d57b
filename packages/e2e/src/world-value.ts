import type { Meter, UsageEvent, World } from "@metermux/sandbox";

// The oracle's arithmetic: it reads only the sandbox's raw events, and computes with whole numbers.

/** A query for one meter and customer. Milliseconds since the epoch. */
export interface WorldQuery {
  meter: Meter;
  customerId: string;
  start: number;
  end: number;
  /** Only events whose property has this value. */
  group?: { key: string; value: string };
}

/** Computes the exact value of a meter over raw events; null where no event counts. */
export function oracleValue(world: World, { meter, customerId, start, end, group }: WorldQuery): string | null {
  const counted: UsageEvent[] = [];
  for (const event of world.events({ customerId, type: meter.eventType })) {
    if (event.timestamp < start || event.timestamp >= end) continue;
    if (group !== undefined && event.properties[group.key] !== group.value) continue;
    counted.push(event);
  }
  const { measure } = meter;
  if (measure.kind === "count") return counted.length === 0 ? null : String(counted.length);
  if (measure.kind === "weighted-sum") {
    const parts = Object.entries(measure.weights).flatMap(([property, weight]) =>
      read(counted, property).map((value) => value * BigInt(weight)),
    );
    return parts.length === 0 ? null : write(sum(parts));
  }
  const { kind, property } = measure;
  const having = counted.filter(({ properties }) => properties[property] !== undefined);
  if (having.length === 0) return null;
  if (kind === "unique") return String(new Set(having.map(({ properties }) => properties[property])).size);
  if (kind === "latest") return write(latest(having, property));
  const values = read(having, property);
  return write(kind === "sum" ? sum(values) : maximum(values));
}

/** Every value of a property in the events of a query. */
export function oracleGroups(world: World, { meter, customerId, start, end }: WorldQuery, key: string): string[] {
  const found = new Set<string>();
  for (const { timestamp, properties } of world.events({ customerId, type: meter.eventType })) {
    const value = properties[key];
    if (timestamp >= start && timestamp < end && value !== undefined) found.add(value);
  }
  return [...found].sort();
}

const places = 40;

/** Decimals as whole numbers of 10^-40. */
export function scale(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  if (fraction.length > places) throw new RangeError(`${text} has more than ${places} places`);
  return BigInt(whole + fraction.padEnd(places, "0"));
}

/** Adds up decimals as text, for tests that add up rows. */
export function addExactly(values: Iterable<string>): string {
  return write(sum([...values].map(scale)));
}

function read(events: readonly UsageEvent[], property: string): bigint[] {
  return events.flatMap(({ properties }) => {
    const text = properties[property];
    return text === undefined ? [] : [scale(text)];
  });
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function maximum(values: readonly bigint[]): bigint {
  let largest = values[0] ?? 0n;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

function latest(events: readonly UsageEvent[], property: string): bigint {
  const last = events.reduce((newest, event) => (event.timestamp >= newest.timestamp ? event : newest));
  return scale(last.properties[property] ?? "0");
}

export function write(value: bigint): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -places)}${fraction === "" ? "" : `.${fraction}`}`;
}
