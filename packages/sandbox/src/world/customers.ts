import { passingNames, steadyNames } from "./names.js";
import { hash32, uuidFor } from "./random.js";
import { DAY, dayNumber, HOUR } from "./time.js";

/** A company that is metered. */
export interface Customer {
  readonly id: string;
  /** The account holder's id of the customer, in a world of given events. */
  readonly ownId?: string;
  readonly name: string;
  /** Other names under which its events may be ingested; possibly none. */
  readonly aliases: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Milliseconds since 1970 UTC, never after the world's `now`; null while the customer is active. The customer has no usage after it. */
  readonly archivedAt: number | null;
  /** How much the customer uses. */
  readonly size: CustomerSize;
  /** The event streams that the customer sends; empty for a customer without usage. */
  readonly eventTypes: readonly string[];
  /** The number of distinct API keys in the customer's events. */
  readonly apiKeys: number;
}

/** How many events a customer sends on an ordinary day, in three steps. */
export type CustomerSize = "small" | "medium" | "large";

/** Temporary customers come in slots: every `TENURE` days a new one starts, and the one before is archived. */
const SLOTS = 4;
const TENURE = 80;
const FIRST_DAY = dayNumber(Date.UTC(2015, 0, 1));
const optionalTypes = ["token_use", "compute", "storage_sample", "video_view", "video_egress"] as const;
const allTypes = ["api_call", ...optionalTypes, "settlement"];

/**
 * The customers that exist at `now` and were not archived before `start`. Only whether a customer
 * exists yet and whether it is archived depend on `now`, so that a past day has the same customers at every `now`.
 */
export function customersOf(seed: number, start: number, now: number): Customer[] {
  const steady = steadyNames.map((name, index) => steadyCustomer(seed, name, index));
  const passing: Customer[] = [];
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const offset = slot * (TENURE / SLOTS);
    const first = Math.floor((dayNumber(start) - offset) / TENURE) - 1;
    const last = Math.floor((dayNumber(now) - offset) / TENURE);
    for (let tenure = first; tenure <= last; tenure += 1) {
      const customer = passingCustomer(seed, slot, tenure, now);
      const overBefore = customer.archivedAt !== null && customer.archivedAt <= start;
      if (customer.createdAt <= now && !overBefore) passing.push(customer);
    }
  }
  return [...steady, ...passing].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** The default customer of the portal session and the video account: the first permanent customer, which is active and sends every stream. */
export function firstCustomer(customers: readonly Customer[]): Customer {
  const first = customers.find(({ name }) => name === steadyNames[0]);
  if (first === undefined) throw new Error(`${steadyNames[0]} is not among the customers`);
  return first;
}

function steadyCustomer(seed: number, name: string, index: number): Customer {
  const draw = hash32(seed, "customer", index);
  const size: CustomerSize = index < 2 ? "large" : index < 12 ? "medium" : "small";
  return {
    id: uuidFor(seed, "customer", index),
    name,
    aliases: aliasesFor(name, index % 7 === 6 ? 0 : 1 + (draw % 2)),
    createdAt: (FIRST_DAY + (draw % 1500)) * DAY + (draw % 24) * HOUR,
    archivedAt: null,
    size,
    // The first three customers send every stream; every tenth never sent anything.
    eventTypes: index % 10 === 9 ? [] : index < 3 ? allTypes : ["api_call", ...someTypes(draw)],
    // More than 200 for the largest customers: more group values than POST /v1/usage returns.
    apiKeys: index === 0 ? 320 : size === "small" ? 3 : 12,
  };
}

function passingCustomer(seed: number, slot: number, tenure: number, now: number): Customer {
  const draw = hash32(seed, "passing", slot, tenure);
  const name = passingNames[(((slot * 4 + tenure) % 16) + 16) % 16] ?? passingNames[0];
  const turn = (which: number): number =>
    (which * TENURE + slot * (TENURE / SLOTS)) * DAY + (hash32(seed, "turn", slot, which) % 23) * HOUR + 2_530_000;
  return {
    id: uuidFor(seed, "passing", slot, tenure),
    name,
    aliases: aliasesFor(name, 1).map((alias) => alias.replace("@", `+${tenure}@`)),
    createdAt: turn(tenure),
    archivedAt: turn(tenure + 1) <= now ? turn(tenure + 1) : null,
    size: slot === 0 ? "medium" : "small",
    eventTypes: ["api_call", "token_use", ...someTypes(draw).filter((type) => type !== "token_use")],
    apiKeys: 4,
  };
}

function someTypes(draw: number): string[] {
  return optionalTypes.filter((_, bit) => ((draw >>> (8 + bit)) & 1) === 1);
}

function aliasesFor(name: string, count: number): string[] {
  const domain = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return [`billing@${domain}.example`, `${domain}-production`].slice(0, count);
}
