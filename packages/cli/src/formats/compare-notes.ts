import type { Comparison, SideName } from "@metermux/usage/compare";

/** So many names are listed; the others are counted. */
const shownNames = 10;

/** What to look at before the keys of a comparison, a line each: names that stand on one side only, or on none. */
export function notesOf({ unpartnered, absent, rows }: Comparison): string[] {
  const sides: readonly SideName[] = ["left", "right"];
  const alone = sides.flatMap((side) => {
    const { keys, meters, customers } = unpartnered[side];
    if (keys === 0) return [];
    const names = [...list("meter", meters), ...list("customer", customers)].join("; ");
    const are = keys === 1 ? "key of the" : "keys of the";
    return `${keys} ${are} ${side} ${keys === 1 ? "has" : "have"} no partner: these stand on one side only: ${names}`;
  });
  const left = sides.flatMap((side) => {
    const { rows: all, otherMeters, otherCustomers, outsideRange } = rows[side];
    if (all === 0) return `${side} has no rows`;
    if (otherMeters + otherCustomers + outsideRange < all) return [];
    const reasons = `${otherMeters} of other meters, ${otherCustomers} of other customers, ${outsideRange} outside the range`;
    return `${side} has ${all} rows and none of them is used: ${reasons}`;
  });
  const named = [...list("meter", absent.meters), ...list("customer", absent.customers)];
  const nowhere = named.map((names) => `neither side has a row of ${names}`);
  return [...alone, ...left, ...nowhere];
}

function list(word: string, names: readonly (string | null)[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, shownNames).map((name) => name ?? "(account)");
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : "";
  return [`${names.length === 1 ? word : `${word}s`} ${shown.join(", ")}${more}`];
}
