import { MetermuxError } from "@metermux/http";
import type { Cells } from "./cell.js";
import type { Both } from "./side.js";

/**
 * Refuses a comparison of nothing, which would look like agreement: neither side has a row that the query asks for, or the
 * rows that one side was given are all left out and the other has no usage either.
 *
 * @param matches whether all keys match.
 * @throws MetermuxError `invalid_input`, whose field is the part of the query that left nothing, or the side without rows.
 */
export function refuseNothingCompared(sides: Both<Cells>, matches: boolean): void {
  const { left, right } = sides;
  const empty = [left, right].filter(({ byKey }) => byKey.size === 0);
  const [first] = empty;
  if (first === undefined) return;
  if (empty.length === 1 && (first.isAsked || !matches)) return;
  const field = [...empty, left, right].map(emptiedBy).find((each) => each !== undefined) ?? first.name;
  const reason = `nothing was compared; ${describe(left)}; ${describe(right)}`;
  throw new MetermuxError(`${field}: ${reason}`, { code: "invalid_input", field, reason });
}

/** The field of the query that leaves out most of a side's rows; undefined where it has none. */
function emptiedBy({ count: { rows, otherMeters, otherCustomers, outsideRange } }: Cells): string | undefined {
  if (rows === 0) return undefined;
  const most = Math.max(otherMeters, otherCustomers, outsideRange);
  if (most === 0) return undefined;
  if (most === otherMeters) return "meters";
  return most === otherCustomers ? "customers" : "start";
}

function describe({ name, count, byKey, skipped }: Cells): string {
  const { rows, otherMeters, otherCustomers, outsideRange } = count;
  const reasons = [
    otherMeters > 0 && `${otherMeters} of other meters`,
    otherCustomers > 0 && `${otherCustomers} of other customers`,
    outsideRange > 0 && `${outsideRange} outside the range`,
    skipped.size > 0 && `${skipped.size} meters could not be asked for`,
  ].filter((reason) => reason !== false);
  const used = byKey.size > 0 ? `${byKey.size} keys without usage` : "none is used";
  const has = rows === 0 ? `${name} has no rows` : `${name} has ${rows} rows, ${used}`;
  return reasons.length === 0 ? has : `${has} (${reasons.join(", ")})`;
}
