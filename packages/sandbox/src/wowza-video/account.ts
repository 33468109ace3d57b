import type { UsageEvent } from "../world/event.js";
import { hash32 } from "../world/random.js";
import type { World } from "../world/world.js";
import type { Range } from "./range.js";

/** What no source settles, and is chosen. */
export interface Played {
  /** Whether the hour that starts at `to` counts: rule `end-exclusive`. */
  readonly end: "exclusive" | "inclusive";
  /** Under which name GET /usage/account has the account: rule `envelope`. */
  readonly envelope: "account" | "accounts";
  /** Whether GET /usage/accounts is there as well: rule `singular-path`. */
  readonly pluralPath: boolean;
  /** What the last page has as `next_page_key`: rule `last-page`. */
  readonly lastPageKey: "null" | "empty" | "absent";
  /** Whether `avg_viewing_seconds` is there: rule `average`. */
  readonly averageViewing: boolean;
  /** Whether an id that nothing has is answered for: rule `lenient`. */
  readonly lenient: boolean;
}

const usual: Played = {
  end: "exclusive",
  envelope: "account",
  pluralPath: false,
  lastPageKey: "null",
  averageViewing: true,
  lenient: false,
};

/** The video account of one customer of a world: rule `account`. */
export interface Account {
  readonly world: World;
  readonly id: string;
  readonly played: Played;
  /** The customer's events of one stream, oldest first. */
  events(type: string, range: Pick<Range, "start" | "end">): UsageEvent[];
}

/** @throws RangeError when the world has no such customer. */
export function accountOf(world: World, customerId: string, played: Partial<Played> = {}): Account {
  if (!world.customers.some(({ id }) => id === customerId)) {
    throw new RangeError(`The world has no customer ${customerId}`);
  }
  return {
    world,
    id: alphanumericId(world, customerId),
    played: { ...usual, ...played },
    events: (type, range) => [...world.events({ customerId, type, start: range.start, end: range.end })],
  };
}

/** Eight letters and digits, as in the vendor's examples. */
export function alphanumericId(world: World, ...parts: (string | number)[]): string {
  return hash32(world.seed, "wowza-video", ...parts)
    .toString(36)
    .padStart(8, "0");
}
