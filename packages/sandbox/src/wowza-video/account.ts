import type { UsageEvent } from "../world/event.js";
import { hash32 } from "../world/random.js";
import type { World } from "../world/world.js";
import type { Range } from "./range.js";
import { usual, type Variants } from "./variants.js";

/** The video account of one customer of a world: rule `account`. */
export interface Account {
  readonly world: World;
  readonly id: string;
  readonly variants: Variants;
  /** The customer's events of one stream, oldest first. */
  events(type: string, range: Pick<Range, "start" | "end">): UsageEvent[];
}

/** @throws RangeError when the world has no such customer. */
export function accountOf(world: World, customerId: string, variants: Partial<Variants> = {}): Account {
  if (!world.customers.some(({ id }) => id === customerId)) {
    throw new RangeError(`The world has no customer ${customerId}`);
  }
  return {
    world,
    id: alphanumericId(world, customerId),
    variants: { ...usual, ...variants },
    events: (type, range) => [...world.events({ customerId, type, start: range.start, end: range.end })],
  };
}

/** Eight letters and digits, as in the vendor's examples. */
export function alphanumericId(world: World, ...parts: (string | number)[]): string {
  return hash32(world.seed, "wowza-video", ...parts)
    .toString(36)
    .padStart(8, "0");
}
