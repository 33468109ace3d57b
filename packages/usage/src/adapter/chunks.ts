/**
 * A list in parts of at most `size` items, in order; no parts of an empty list.
 *
 * @throws RangeError for a size that is not a whole number of 1 or more, or infinity for one part.
 */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const isUsable = size === Number.POSITIVE_INFINITY || (Number.isInteger(size) && size >= 1);
  if (!isUsable) throw new RangeError(`parts of ${size} items: use a whole number of 1 or more`);
  const parts: Item[][] = [];
  for (let first = 0; first < items.length; first += size) parts.push(items.slice(first, first + size));
  return parts;
}
