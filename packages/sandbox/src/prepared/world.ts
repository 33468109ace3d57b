import type { Customer } from "../world/customers.js";
import type { Meter } from "../world/meters.js";
import { uuidFor } from "../world/random.js";
import { DAY } from "../world/time.js";
import type { World } from "../world/world.js";

/** The size of prepared pages. */
export interface PreparedSize {
  readonly seed: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly customers: number;
  readonly meters: number;
}

/**
 * A world of customers and meters without events. Lists and checks read it like any world. The usage itself is in prepared
 * pages.
 */
export function preparedWorld({ seed, now, customers, meters }: PreparedSize): World {
  const numbered = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => String(index + 1).padStart(5, "0"));
  return {
    seed,
    now,
    start: now,
    customers: numbered(customers)
      .map((number) => preparedCustomer(uuidFor(seed, "prepared customer", number), number))
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
    meters: numbered(meters).map(preparedMeter),
    events: () => [],
  };
}

function preparedCustomer(id: string, number: string): Customer {
  return {
    id,
    name: `Prepared customer ${number}`,
    aliases: [`prepared-${number}`],
    createdAt: 15_000 * DAY,
    archivedAt: null,
    size: "large",
    eventTypes: ["prepared"],
    apiKeys: 1,
  };
}

function preparedMeter(number: string): Meter {
  return {
    key: `prepared_${number}`,
    name: `Prepared meter ${number}`,
    eventType: "prepared",
    measure: { kind: "sum", property: "amount" },
  };
}
