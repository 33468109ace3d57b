import type { UsageQuery } from "../model/query.js";
import { type CompareOptions, compare } from "./compare.js";
import type { ComparedKey } from "./comparison.js";
import type { ComparableRow } from "./side.js";

export const query: UsageQuery = { start: "2026-03-01", end: "2026-03-08", window: "day" };

/** A row of a sum, of 1 March 2026, with what differs from that. */
export function row(change: Partial<ComparableRow> = {}): ComparableRow {
  return { meterId: "calls", customerId: "c1", windowStart: "2026-03-01", value: "5", aggregation: "sum", ...change };
}

/** One row for each value, hour by hour from the start of the query. */
export function hours(values: readonly (string | null)[], change: Partial<ComparableRow> = {}): ComparableRow[] {
  const start = Date.parse("2026-03-01");
  return values.map((value, index) =>
    row({ window: "hour", windowStart: new Date(start + index * 3_600_000), value, ...change }),
  );
}

/** One row for each value, day by day from the start of the query. */
export function days(values: readonly (string | null)[], change: Partial<ComparableRow> = {}): ComparableRow[] {
  return values.map((value, index) => row({ windowStart: `2026-03-0${index + 1}`, value, ...change }));
}

/** The comparison of rows with rows. */
export function sideBySide(
  left: readonly ComparableRow[],
  right: readonly ComparableRow[],
  { query: change, ...options }: Partial<CompareOptions> & { query?: Partial<UsageQuery> } = {},
) {
  return compare({ ...query, ...change }, { left, right, ...options });
}

/** A key in short: its verdict and the codes of its hints. */
export const inShort = ({ verdict, hints }: ComparedKey) => [verdict, ...hints.map(({ code }) => code)].join(" ");
