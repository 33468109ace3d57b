import type { Customer, Meter, Provider } from "../provider.js";

/** What connections list, kept for a while: a page that asks every second must not list every second. */
export interface Listings {
  /**
   * The meters of a connection. A list that lacks one of those asked for is read again: it may be new.
   *
   * @throws MetermuxError whatever ended the reading.
   */
  meters(
    connection: string,
    provider: Provider,
    asked: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly Meter[]>;
  /**
   * Its customers, asked for by id or alias, likewise; none where the vendor lists none.
   *
   * @throws MetermuxError whatever ended the reading.
   */
  customers(
    connection: string,
    provider: Provider,
    asked: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly Customer[]>;
}

/** @param keepMs for how long a list is used, in milliseconds; 0 reads it for every query. */
export function createListings(keepMs: number, now: () => number): Listings {
  const meters = createKeeper<Meter>(keepMs, now, ({ id }) => [id]);
  const customers = createKeeper<Customer>(keepMs, now, ({ id, aliases = [] }) => [id, ...aliases]);
  return {
    meters(connection, provider, asked, signal) {
      const read = () => provider.meters(asked, signal);
      // Where meters are taken at their word, another query has others.
      return provider.capabilities.listsMeters ? meters(connection, asked, read) : read();
    },
    customers(connection, provider, asked, signal) {
      return customers(connection, asked, async () => (await provider.customers?.(signal)) ?? []);
    },
  };
}

type Keeper<Item> = (
  connection: string,
  asked: readonly string[] | undefined,
  read: () => Promise<readonly Item[]>,
) => Promise<readonly Item[]>;

/** Keeps one list for each connection. */
function createKeeper<Item>(
  keepMs: number,
  now: () => number,
  namesOf: (item: Item) => readonly string[],
): Keeper<Item> {
  const kept = new Map<string, { at: number; items: readonly Item[]; names: ReadonlySet<string> }>();
  return async (connection, asked = [], read) => {
    const found = kept.get(connection);
    if (found && now() - found.at < keepMs && asked.every((name) => found.names.has(name))) return found.items;
    const at = now();
    const items = await read();
    kept.set(connection, { at, items, names: new Set(items.flatMap(namesOf)) });
    return items;
  };
}
