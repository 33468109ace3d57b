import type { Clock } from "@metermux/http";
import { refuseTooLong } from "../model/list-bound.js";
import { onceEach } from "../model/once-each.js";
import type { Customer, Meter, Provider } from "../provider.js";
import { ownSignal } from "../stop-signal.js";
import { createReadings } from "./readings.js";

/** What connections list, kept for a while: a page that asks every second must not list every second. */
export interface Listings {
  /**
   * The meters of a connection. A list that lacks one of those asked for is read again: it may be new. All that wait for a
   * list at the same time are served by one reading of it.
   *
   * @throws MetermuxError whatever ended the reading; `incomplete_result` for a list that is too long to be kept;
   * `unexpected_response` for one that describes an id in two ways. An id that is repeated alike is listed once.
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
   * @throws MetermuxError as for meters.
   */
  customers(
    connection: string,
    provider: Provider,
    asked: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly Customer[]>;
}

/**
 * @param keepMs for how long a list is used, in milliseconds; 0 reads it for every query.
 * @param clock what its age is measured by: `monotonic` where it has one, since `now` can be set back.
 */
export function createListings(keepMs: number, clock: Pick<Clock, "now" | "monotonic">): Listings {
  const meters = createKeeper<Meter>(keepMs, clock, ({ id }) => [id]);
  const customers = createKeeper<Customer>(keepMs, clock, ({ id, aliases = [] }) => [id, ...aliases]);
  const checked = <Item extends { id: string }>(
    what: "meter" | "customer",
    { vendor }: Provider,
    items: readonly Item[],
  ) => {
    refuseTooLong(vendor, `${what}s`, items.length);
    return onceEach(vendor, what, items);
  };
  return {
    meters(connection, provider, asked, signal) {
      const read = async (stop: AbortSignal) => checked("meter", provider, await provider.meters(asked, stop));
      // Where meters are taken at their word, another query has others.
      return provider.capabilities.listsMeters ? meters(connection, asked, read, signal) : read(ownSignal(signal));
    },
    customers(connection, provider, asked, signal) {
      const read = async (stop: AbortSignal) => checked("customer", provider, (await provider.customers?.(stop)) ?? []);
      return customers(connection, asked, read, signal);
    },
  };
}

type Keeper<Item> = (
  connection: string,
  asked: readonly string[] | undefined,
  read: (signal: AbortSignal) => Promise<readonly Item[]>,
  signal: AbortSignal,
) => Promise<readonly Item[]>;

interface Kept<Item> {
  items: readonly Item[];
  names: ReadonlySet<string>;
}

/** Keeps one list for each connection. */
function createKeeper<Item>(
  keepMs: number,
  clock: Pick<Clock, "now" | "monotonic">,
  namesOf: (item: Item) => readonly string[],
): Keeper<Item> {
  const kept = new Map<string, Kept<Item> & { isFresh: () => boolean }>();
  const readings = createReadings<Kept<Item>>();
  return async (connection, asked = [], read, signal) => {
    const hasAll = ({ names }: Kept<Item>) => asked.every((name) => names.has(name));
    const found = kept.get(connection);
    if (found?.isFresh() && hasAll(found)) return found.items;
    const readAndKeep = async (stop: AbortSignal): Promise<Kept<Item>> => {
      const isFresh = ageChecker(keepMs, clock);
      const items = await read(stop);
      const list = { items, names: new Set(items.flatMap(namesOf)) };
      kept.set(connection, { ...list, isFresh });
      return list;
    };
    if (keepMs <= 0) return (await readAndKeep(ownSignal(signal))).items;
    const { list, isNew } = await readings.read(connection, readAndKeep, signal);
    if (isNew || hasAll(list)) return list.items;
    // The reading was under way when this one was asked for, and the name may be newer.
    return (await readings.read(connection, readAndKeep, signal)).list.items;
  };
}

/** Whether less than so much time has passed since now. A clock that was set back says nothing of an age. */
function ageChecker(keepMs: number, clock: Pick<Clock, "now" | "monotonic">): () => boolean {
  const monotonic = () => clock.monotonic?.() ?? performance.now();
  const began = { now: clock.now(), monotonic: monotonic() };
  return () => {
    const age = clock.now() - began.now;
    return age >= 0 && age < keepMs && monotonic() - began.monotonic < keepMs;
  };
}
