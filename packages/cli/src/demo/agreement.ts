import { noData } from "../formats/usage-table.js";
import { isAdditive, type Series } from "./series.js";

/** Everything that connections say about the same thing, measured of the same customers. */
export interface SameThing {
  key: string;
  name: string;
  /** The world's id of the customer; null for all that were asked for. */
  customerId: string | null;
  additive: boolean;
  /** One for each connection. */
  series: Series[];
}

/** Groups series by what they are about: meter, customers and kind, where sums and counts are one kind. */
export function groupByMeasured(series: readonly Series[]): SameThing[] {
  const groups = new Map<string, SameThing>();
  for (const one of series) {
    const { key, name, customerId } = one;
    const additive = isAdditive(one);
    const about = JSON.stringify([key, customerId, additive ? "additive" : one.aggregation]);
    const group = groups.get(about) ?? { key, name, customerId, additive, series: [] };
    group.series.push(one);
    groups.set(about, group);
  }
  return [...groups.values()];
}

/** How many of those that speak of the same thing say the same as this one on each day, itself included. */
export function countAgreeing(one: Series, { series }: SameThing): number {
  return series.filter((other) => agree(one, other)).length;
}

/** To the last digit. No data and zero are alike here: some vendors fill days without data with zero. */
function agree(left: Series, right: Series): boolean {
  return left.days.every((value, day) => (value ?? "0") === (right.days[day] ?? "0"));
}

/** How far connections agree. */
export interface Agreement {
  /** Of how many things two or more connections spoke. */
  comparable: number;
  /** On how many of them they all said the same. */
  agreeing: number;
  /** The same in words, with everything that differs. */
  text: string;
}

/**
 * Says whether what connections say of the same thing is the same.
 *
 * @param covers the words for the customers of a thing.
 */
export function judge(things: readonly SameThing[], covers: (thing: SameThing) => string): Agreement {
  const compared = things.filter(({ series }) => series.length > 1);
  const differing = compared.filter((thing) =>
    thing.series.some((one) => countAgreeing(one, thing) < thing.series.length),
  );
  const [comparable, agreeing] = [compared.length, compared.length - differing.length];
  const sums = `${agreeing} of ${comparable} comparable sums and counts agree to the last digit, each customer's and all together.\n`;
  if (differing.length === 0) return { comparable, agreeing, text: sums };
  const details = differing.map((thing) => `  ${thing.name}, ${covers(thing)}:\n${thing.series.map(spell).join("")}`);
  return { comparable, agreeing, text: `${sums}THESE DIFFER, by connection, value and days:\n${details.join("")}` };
}

function spell({ connection, value, days }: Series): string {
  return `    ${connection} ${value ?? noData}: ${days.map((day) => day ?? noData).join(", ")}\n`;
}
