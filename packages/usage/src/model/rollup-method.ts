import type { Aggregation } from "./query.js";
import type { Method } from "./row.js";

/**
 * How the values of a kind of meter are rolled up from those of disjoint parts; undefined where they cannot be:
 * distinct things are counted twice, averages have no weights, a latest value is that of one part only, and of an
 * unknown kind nothing is known.
 */
export function rollupMethod(aggregation: Aggregation): Method | undefined {
  if (aggregation === "sum" || aggregation === "count") return "sum";
  return aggregation === "min" || aggregation === "max" ? aggregation : undefined;
}

/**
 * The same over groups or customers: minima and maxima only when the query names the aggregation, so that nobody takes
 * a peak of one for a peak of all together.
 */
export function rollupMethodAcross(aggregation: Aggregation, asked: Aggregation | undefined): Method | undefined {
  const method = rollupMethod(aggregation);
  return method === "sum" || asked === aggregation ? method : undefined;
}
