import type { Aggregation, UsageRow } from "@metermux/usage";
import Big from "big.js";

/** One line of a summary: the daily values of a meter, and one value that stands for them. */
export interface SummaryLine {
  meterId: string;
  meterName: string | null;
  aggregation: Aggregation;
  /** The customer; undefined for all that were asked for. */
  customer: { id: string; name: string | null } | undefined;
  /** What the value is: the exact sum of all days, or the highest day where days do not add up. */
  stands: "total" | "highest day";
  /** Plain decimal; null where no day has data. */
  value: string | null;
  /** The value of each day; null where there is no data. */
  days: (string | null)[];
}

const highestCustomers = 3;

/**
 * Sums up daily rows: one line a meter where days and customers add up, and for the other kinds one line for each of
 * the three customers that are highest. A value is never made of unique counts, latest values or unknown kinds: the
 * highest day is one of the values given.
 *
 * @param starts the `windowStart` of every day of the range, in order.
 */
export function summarize(rows: readonly UsageRow[], starts: readonly string[]): SummaryLine[] {
  const meters = [...groupBy(rows, (row) => row.meterId).values()].flatMap((meterRows) => {
    const [first] = meterRows;
    if (first === undefined) return [];
    if (first.aggregation === "sum" || first.aggregation === "count") return [totalLine(first, meterRows, starts)];
    const lines = [...groupBy(meterRows, (row) => row.customerId).values()].flatMap((own) => customerLine(own, starts));
    return lines.sort((left, right) => compare(right.value, left.value)).slice(0, highestCustomers);
  });
  // What adds up comes first; the order of the vendor is kept otherwise.
  return [...meters.filter(({ stands }) => stands === "total"), ...meters.filter(({ stands }) => stands !== "total")];
}

function totalLine(meter: UsageRow, rows: readonly UsageRow[], starts: readonly string[]): SummaryLine {
  const days = starts.map((start) => add(rows.flatMap((row) => (row.windowStart === start ? row.value : []))));
  return { ...describe(meter), customer: undefined, stands: "total", value: add(days), days };
}

function customerLine(rows: readonly UsageRow[], starts: readonly string[]): SummaryLine[] {
  const [first] = rows;
  if (first === undefined || first.customerId === null) return [];
  const days = starts.map((start) => rows.find(({ windowStart }) => windowStart === start)?.value ?? null);
  const value = [...days].sort((left, right) => compare(right, left))[0] ?? null;
  const customer = { id: first.customerId, name: first.customerName };
  return [{ ...describe(first), customer, stands: "highest day", value, days }];
}

function describe({ meterId, meterName, aggregation }: UsageRow) {
  return { meterId, meterName, aggregation };
}

/** The exact sum of what there is; null when there is nothing. */
function add(values: readonly (string | null)[]): string | null {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return null;
  const sum = present.reduce((total, value) => total.plus(value), new Big(0));
  return sum.eq(0) ? "0" : sum.toFixed();
}

/** Orders decimals by size, with null below them all. */
function compare(left: string | null, right: string | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return new Big(left).cmp(right);
}

function groupBy<Item, Key>(items: readonly Item[], key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
