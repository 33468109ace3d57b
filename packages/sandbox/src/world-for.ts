import { type CheckedEvent, checkEvent } from "./events/given-event.js";
import type { SandboxOptions } from "./options.js";
import { type Customer, firstCustomer } from "./world/customers.js";
import { givenWorld } from "./world/given-world.js";
import { createWorld, type World } from "./world/world.js";

/**
 * The world of the options, and the customer that the portal session and the video account belong to.
 *
 * @throws RangeError for an invalid event, meter or account
 */
export async function worldFor(
  { events: given, meters, account }: SandboxOptions,
  seed: number,
  now: number,
): Promise<{ world: World; customer: Customer }> {
  if (given === undefined) {
    if (meters !== undefined || account !== undefined) throw new RangeError("meters and account are for events");
    const world = createWorld({ seed, now });
    return { world, customer: firstCustomer(world.customers) };
  }
  const events: CheckedEvent[] = [];
  for await (const event of given) events.push(checkEvent(event, placeOf(event, events.length + 1)));
  const world = givenWorld({ seed, now, events, ...(meters !== undefined && { meters }) });
  const ownId = account ?? events[0]?.customerId;
  const customer = world.customers.find((each) => each.ownId === ownId);
  if (customer === undefined) throw new RangeError(`account: no event has the customerId "${ownId}"`);
  return { world, customer };
}

/** The line number, where readEvents has set one. */
function placeOf(event: object, number: number): string {
  return "place" in event ? String(event.place) : `event ${number}`;
}
