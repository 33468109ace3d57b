import type { Customer } from "./customers.js";
import type { UsageEvent } from "./event.js";
import { type Random, randomFor } from "./random.js";
import type { Stream } from "./streams.js";
import { DAY, HOUR } from "./time.js";

type DayKind = "empty" | "corrections" | "zeros" | "ordinary";

/** Every event of one stream of one customer on one UTC day, oldest first, received yet or not. */
export function eventsOfDay(seed: number, customer: Customer, stream: Stream, day: number): UsageEvent[] {
  const random = randomFor(seed, customer.id, stream.type, day);
  const kind = dayKind(random, stream);
  const quietHours = kind === "empty" ? 0 : random.integer(0, 0xffffff);
  const events: UsageEvent[] = [];
  for (let sequence = 0, count = dayCount(random, customer, stream, day, kind); sequence < count; sequence += 1) {
    // Both draws are made for every event, so that dropping one does not change the next.
    const timestamp = day * DAY + timeOfDay(random, quietHours);
    const properties = eventProperties(random, customer, stream, kind);
    const receivedAt = timestamp + delay(random);
    if (timestamp < customer.createdAt || timestamp >= (customer.archivedAt ?? Number.POSITIVE_INFINITY)) continue;
    const id = `${customer.id}/${stream.type}/${day}/${sequence}`;
    events.push({ id, customerId: customer.id, type: stream.type, timestamp, receivedAt, properties });
  }
  return events.sort((left, right) => left.timestamp - right.timestamp);
}

function dayKind(random: Random, stream: Stream): DayKind {
  const draw = random.integer(0, 99);
  if (draw < 9) return "empty";
  if (draw < 12) return stream.corrected ? "corrections" : "empty";
  return draw < 15 ? "zeros" : "ordinary";
}

function dayCount(random: Random, customer: Customer, stream: Stream, day: number, kind: DayKind): number {
  if (kind === "empty") return 0;
  if (kind === "corrections") return 1;
  const usual = stream.perDay[customer.size];
  // Day 0 was a Thursday: days 2 and 3 of each seven are Saturday and Sunday, at half the traffic.
  const weekend = day % 7 === 2 || day % 7 === 3;
  return Math.max(1, Math.floor((usual * random.integer(50, 150)) / (weekend ? 200 : 100)));
}

/** Milliseconds into the day. Never in a quiet hour, except on its edges, which catch off-by-one errors. */
function timeOfDay(random: Random, quietHours: number): number {
  const hour = random.integer(0, 23);
  const within = random.integer(0, HOUR - 1);
  const draw = random.integer(0, 59);
  if (draw === 0) return 0;
  if (draw === 1) return DAY - 1;
  // An hour is quiet when its bit and the next are both set: about six hours of a day.
  const quiet = ((quietHours & (quietHours >>> 1)) >>> hour) & 1;
  const busyHour = quiet === 1 ? 14 : hour;
  if (draw === 2) return busyHour * HOUR;
  if (draw === 3) return busyHour * HOUR + HOUR - 1;
  return busyHour * HOUR + within;
}

function eventProperties(random: Random, customer: Customer, stream: Stream, kind: DayKind): Record<string, string> {
  // Without a prototype: a dimension that no event has may be called `constructor`.
  const properties: Record<string, string> = Object.assign(Object.create(null), stream.properties(random, customer));
  const draw = random.integer(0, 99);
  for (const [index, dimension] of stream.optional.entries()) {
    if (draw >= index * 4 && draw < index * 4 + 4) delete properties[dimension];
  }
  const zero = kind === "zeros" || (draw >= 90 && draw < 93);
  const correction = !zero && stream.corrected && (kind === "corrections" || draw >= 96);
  for (const measure of stream.measures) {
    if (zero) properties[measure] = "0";
    else if (correction && properties[measure] !== "0") properties[measure] = `-${properties[measure]}`;
  }
  if (correction) properties.correction = "true";
  return properties;
}

/** Milliseconds from the usage to its receipt: mostly seconds, sometimes hours, rarely weeks, within Metronome's 34 days. */
function delay(random: Random): number {
  const draw = random.integer(0, 199);
  if (draw === 0) return random.integer(4 * DAY, 30 * DAY);
  if (draw <= 4) return random.integer(HOUR, 72 * HOUR);
  return random.integer(0, 20_000);
}
