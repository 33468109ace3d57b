import { Decimal } from "../world/decimal.js";
import { readInstant } from "../world/instant.js";

/** One event of the user's own. */
export interface GivenEvent {
  /** Unique among the events. Default: `event-` and its position, from 1. */
  readonly id?: string;
  /** The account holder's id of the customer. */
  readonly customerId: string;
  /** Default: the id. The first name in a customer's events is its name. */
  readonly customerName?: string;
  /** The kind of event, for example `api_call`. */
  readonly type: string;
  /** When the usage happened: a Date, milliseconds since 1970 UTC, or text with an offset or `Z`. */
  readonly timestamp: Date | number | string;
  /** When the vendor received it, never before `timestamp`. Default: `timestamp`. */
  readonly receivedAt?: Date | number | string;
  /** Dimensions, and measured values as plain decimal text. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** A checked event. Instants are milliseconds since 1970 UTC. */
export interface CheckedEvent extends GivenEvent {
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly properties: Readonly<Record<string, string>>;
  /** Where the event was found, for error messages: `line 7`. */
  readonly place: string;
}

/** The fields of an event, in the order of a file's columns. */
export const fields = ["id", "customerId", "customerName", "type", "timestamp", "receivedAt"] as const;

/** Instants below this are refused: no real event is so close to 1970, but every time in seconds is. */
const LEAST_MILLISECONDS = 1e11;

/**
 * Checks an event that the user gave.
 *
 * @param place where it was found, for the error
 * @throws RangeError that names the place, the field and the value
 */
export function checkEvent(event: unknown, place: string): CheckedEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new RangeError(`${place}: an event is an object, got ${shown(event)}`);
  }
  const { id, customerId, customerName, type, timestamp, receivedAt, properties, ...others } = fieldsOf(event);
  const [unknown] = Object.keys(others).filter((name) => name !== "place");
  if (unknown !== undefined) {
    const known = [...fields, "properties"].join(", ");
    throw new RangeError(`${place}: ${unknown} is not a field of an event (${known}); put it into properties`);
  }
  const happened = instant(timestamp, place, "timestamp");
  const received = receivedAt === undefined ? happened : instant(receivedAt, place, "receivedAt");
  if (received < happened) throw new RangeError(`${place}: receivedAt ${shown(receivedAt)} is before timestamp`);
  return {
    ...(id !== undefined && { id: text(id, place, "id") }),
    customerId: text(customerId, place, "customerId"),
    ...(customerName !== undefined && { customerName: text(customerName, place, "customerName") }),
    type: text(type, place, "type"),
    timestamp: happened,
    receivedAt: received,
    properties: propertiesOf(properties ?? {}, place),
    place,
  };
}

function fieldsOf(event: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event));
}

function text(value: unknown, place: string, field: string): string {
  if (typeof value === "string" && value !== "") return value;
  const instead = isNumber(value) ? `; write "${shown(value)}"` : "";
  throw new RangeError(`${place}: ${field} must be text, got ${shown(value)}${instead}`);
}

const isNumber = (value: unknown): boolean => typeof value === "number" || Decimal.isBigNumber(value);

function instant(value: unknown, place: string, field: string): number {
  const near = typeof value === "number" && Math.abs(value) < LEAST_MILLISECONDS;
  if (near) throw new RangeError(`${place}: ${field} ${value} is not in milliseconds since 1970; is it in seconds?`);
  if (typeof value === "number" || typeof value === "string" || value instanceof Date) {
    return readInstant(value, `${place}: ${field}`);
  }
  throw new RangeError(`${place}: ${field} must be an instant, got ${shown(value)}`);
}

function propertiesOf(value: unknown, place: string): Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`${place}: properties must be an object, got ${shown(value)}`);
  }
  // Without a prototype: a dimension that no event has may be called `constructor`.
  const properties: Record<string, string> = Object.create(null);
  for (const [name, each] of Object.entries(value)) {
    if (typeof each !== "string") {
      throw new RangeError(`${place}: properties.${name} must be text, got ${shown(each)}`);
    }
    properties[name] = each;
  }
  return properties;
}

function shown(value: unknown): string {
  const text = Decimal.isBigNumber(value) ? value.toString() : (JSON.stringify(value) ?? String(value));
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
