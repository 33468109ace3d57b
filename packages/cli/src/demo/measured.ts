import { amberfloCustomerId, type World } from "@metermux/sandbox";
import type { UsageRow } from "@metermux/usage";

/** What a row measures and of whom, whatever the vendor calls them. */
export interface Measured {
  /** The world's key of the meter; the vendor's id for a meter of one vendor alone. */
  key: string;
  name: string;
  /** The world's id of the customer. */
  customerId: string;
}

/**
 * Reads rows of every vendor in the words of a sandbox's world: the one place that knows which meters of the
 * vendors measure the same events. Metronome's metrics have the name of the world's meter, the meters of other vendors its
 * key.
 *
 * @param account the world's id of the customer that has the video account.
 */
export function readerOf({ meters, customers }: World, account: string): (row: UsageRow) => Measured {
  const byName = new Map(meters.map((meter) => [meter.name, meter]));
  const byKey = new Map(meters.map((meter) => [meter.key, meter]));
  const idOf = new Map(
    customers.flatMap((customer) => [customer.id, amberfloCustomerId(customer)].map((id) => [id, customer.id])),
  );
  return ({ vendor, meterId, meterName, customerId }) => {
    const meter = vendor === "metronome" ? byName.get(meterName ?? "") : byKey.get(meterId);
    const { key, name } = meter ?? { key: `${vendor}/${meterId}`, name: meterName ?? meterId };
    return { key, name, customerId: customerId === null ? account : (idOf.get(customerId) ?? customerId) };
  };
}

/** Orders by the world's meters, with what one vendor alone measures after them. */
export function byMeter({ meters }: World): (left: { key: string }, right: { key: string }) => number {
  const places = new Map(meters.map(({ key }, index) => [key, index]));
  const placeOf = (key: string) => places.get(key) ?? meters.length;
  return (left, right) => placeOf(left.key) - placeOf(right.key);
}
