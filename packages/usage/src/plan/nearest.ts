import { type NormalizedQuery, windows } from "../model/normalize.js";
import { resolveRange } from "../model/range.js";
import type { Meter, Provider } from "../provider.js";
import { coarsestGrid, needsOf } from "./needs.js";
import { isRefusal, type Refusal } from "./refusal.js";
import { route } from "./route.js";

/** A refusal that says what works instead; where nothing else is said, the windows that the meter answers. */
export function withNearest(
  refusal: Refusal,
  meter: Meter,
  query: NormalizedQuery,
  { vendor, capabilities }: Pick<Provider, "vendor" | "capabilities">,
  now: number,
): Refusal {
  if (refusal.nearest !== "") return refusal;
  const answered = windows.filter((window) => {
    const other = { ...query, window };
    try {
      const range = resolveRange(other, { vendor, grid: coarsestGrid(capabilities) }, now);
      return !isRefusal(route(meter, needsOf(other, range), capabilities));
    } catch {
      // The range cuts a window of that length.
      return false;
    }
  });
  const nearest = answered.length === 0 ? "no window of this range is answered" : `ask for window ${orList(answered)}`;
  return { ...refusal, nearest };
}

function orList(items: readonly string[]): string {
  return items.length === 1 ? items.join() : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
