import type { Customer, Meter, Provider } from "../provider.js";

/** The meters and customers of a connection. */
export interface Listing {
  meters: readonly Meter[];
  customers: readonly Customer[];
}

/** What connections list, kept for a while: a page that asks every second must not list every second. */
export interface Listings {
  /**
   * A listing in which the meters and customers named stand, if they exist: one that lacks them is read again.
   *
   * @throws MetermuxError whatever ended the reading.
   */
  read(
    connection: string,
    provider: Provider,
    meters: readonly string[] | undefined,
    customers: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<Listing>;
}

interface Kept extends Listing {
  at: number;
}

/** @param keepMs for how long a listing is used, in milliseconds; 0 reads it for every query. */
export function createListings(keepMs: number, now: () => number): Listings {
  const kept = new Map<string, Kept>();
  return {
    async read(connection, provider, meters, customers, signal) {
      const found = kept.get(connection);
      if (found && now() - found.at < keepMs && has(found.meters, meters) && hasCustomers(found.customers, customers)) {
        return found;
      }
      const at = now();
      const [listedMeters, listedCustomers] = await Promise.all([
        provider.meters(meters, signal),
        provider.customers?.(signal) ?? [],
      ]);
      const listing = { meters: listedMeters, customers: listedCustomers, at };
      // Where meters are taken at their word, another query has others.
      if (provider.capabilities.listsMeters) kept.set(connection, listing);
      return listing;
    },
  };
}

function has(known: readonly { id: string }[], asked: readonly string[] | undefined): boolean {
  const ids = new Set(known.map(({ id }) => id));
  return asked === undefined || asked.every((id) => ids.has(id));
}

function hasCustomers(known: readonly Customer[], asked: readonly string[] | undefined): boolean {
  const ids = new Set(known.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
  return asked === undefined || asked.every((id) => ids.has(id));
}
