import { type Aggregation, addDecimals, rollupMethod, type UsageRow } from "@metermux/usage";
import Big from "big.js";
import type { Measured } from "./measured.js";

/** The daily values that one connection gives for one thing that is measured. */
export interface Series {
  connection: string;
  /** What is measured. */
  key: string;
  name: string;
  /** The world's id of the customer; null for all that the connection was asked for. */
  customerId: string | null;
  aggregation: Aggregation;
  /** The value of each day, a plain decimal; null where there is no data. */
  days: (string | null)[];
  /** The exact sum of the days, or the highest where days do not add up; null where no day has data. */
  value: string | null;
}

/**
 * Daily rows of one connection as a series for each thing measured and customer. A value is never made of unique counts,
 * latest values, averages or unknown kinds: the highest day is one of the values given.
 *
 * @param starts the `windowStart` of every day of the range, in order.
 */
export function seriesOf(
  rows: readonly UsageRow[],
  read: (row: UsageRow) => Measured,
  starts: readonly string[],
): Series[] {
  const found = new Map<string, Series>();
  for (const row of rows) {
    const { connection, aggregation } = row;
    const { key, name, customerId } = read(row);
    const id = JSON.stringify([connection, key, customerId]);
    const days = starts.map(() => null);
    const series = found.get(id) ?? { connection, key, name, customerId, aggregation, days, value: null };
    const day = starts.indexOf(row.windowStart);
    if (day === -1) throw new RangeError(`a row of ${row.windowStart} is outside the days`);
    series.days[day] = row.value;
    found.set(id, series);
  }
  return [...found.values()].map((series) => ({ ...series, value: headline(series) }));
}

/** The series of customers added up, for each thing whose kind adds up. */
export function totalsOf(series: readonly Series[]): Series[] {
  const parts = new Map<string, Series[]>();
  for (const part of series.filter(isAdditive)) parts.set(part.key, [...(parts.get(part.key) ?? []), part]);
  return [...parts.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const days = first.days.map((_, day) => add(own.map((part) => part.days[day] ?? null)));
    return [{ ...first, customerId: null, days, value: add(days) }];
  });
}

/** Whether customers and days add up. */
export function isAdditive({ aggregation }: Pick<Series, "aggregation">): boolean {
  return rollupMethod(aggregation) === "sum";
}

function headline(series: Series): string | null {
  if (isAdditive(series)) return add(series.days);
  return [...series.days].sort((left, right) => compare(right, left))[0] ?? null;
}

/** The exact sum of what there is; null when there is nothing. */
function add(values: readonly (string | null)[]): string | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : addDecimals(present);
}

/** Orders decimals by size, with null below them all. */
export function compare(left: string | null, right: string | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return new Big(left).cmp(right);
}
