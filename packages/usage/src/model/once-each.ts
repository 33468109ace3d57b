import { unexpectedResponse } from "./refusal.js";

/**
 * The items of a list that is read in several walks or pages, each id once, in the order of their first coming. A vendor
 * that repeats an item says nothing new; one that describes it in two ways cannot be believed. The order of a list within
 * an item makes no difference.
 *
 * @param what one item is, for messages: `customer`.
 * @throws MetermuxError `unexpected_response` for an item without an id, or for two different items of one id.
 */
export function onceEach<Item extends { readonly id: string }>(
  vendor: string,
  what: string,
  items: Iterable<Item>,
): Item[] {
  const found = new Map<string, Item>();
  for (const item of items) {
    const { id } = item;
    // What came over the wire need not be what its type says.
    if (typeof id !== "string" || id === "") throw unexpectedResponse(vendor, `a ${what} came without an id`);
    const known = found.get(id);
    if (known === undefined) found.set(id, item);
    else if (written(known) !== written(item)) {
      throw unexpectedResponse(vendor, `${what} ${id} is listed twice, and not alike`);
    }
  }
  return [...found.values()];
}

function written(item: object): string {
  const sorted = (_: string, value: unknown) =>
    Array.isArray(value) ? value.map((each) => JSON.stringify(each)).sort() : value;
  return JSON.stringify(item, sorted);
}
