import { formatInstant } from "../model/instant.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";
import { doubtHints } from "./caveat-hints.js";
import type { Cell, Cells } from "./cell.js";
import type { ComparedKey, Comparison } from "./comparison.js";
import { explainSeries } from "./explain.js";
import { layGrid } from "./grid.js";
import { type Judgement, judge } from "./judge.js";
import { refuseNothingCompared } from "./nothing-compared.js";
import { findAbsent, findAlone } from "./partners.js";
import { readBoth } from "./read-both.js";
import { refuseNothingShared } from "./shared-keys.js";
import type { Both, By, Side } from "./side.js";
import { agreeWithin, type Tolerance } from "./tolerance.js";
import { count, totalsOf } from "./totals.js";

/** What is compared, and how. */
export interface CompareOptions {
  left: Side;
  right: Side;
  /**
   * What a key is made of; default all of it. What is left out is made one where that is exact: sums and counts are
   * added, of min and max the extreme is taken, other kinds are incomparable.
   */
  by?: readonly By[] | undefined;
  /** How far two values may lie apart and still match. Default not at all. */
  tolerance?: Tolerance | undefined;
}

const all: readonly By[] = ["meter", "customer", "window", "groups"];

/**
 * Lays two sides that should agree beside each other, key by key, on one grid of windows.
 *
 * Both sides are read to their end, at the same time, and held in memory. Nothing is asked twice. The answer's order
 * does not depend on theirs.
 *
 * @param query in the names that both sides share. Rows outside its range, meters and customers are left out; its filter
 * reaches the sides that are asked.
 * @throws MetermuxError `invalid_input` for a query, an option, or a row that does not fit, for two rows of one key, and
 * (field `map`) for sides that share no key, and for a comparison that compared nothing, whose field is what left nothing;
 * `aborted`; whatever ended the answer of a side that was asked.
 */
export async function compare(query: UsageQuery, options: CompareOptions): Promise<Comparison> {
  normalizeQuery(query);
  if (typeof options !== "object" || options === null) {
    throw invalidInput("options", String(options), "give left and right");
  }
  const agree = agreeWithin(options.tolerance);
  const grid = layGrid(query);
  const by = readBy(options.by);
  // A total has no customers.
  if (query.customers === "total") by.delete("customer");
  const sides = await readBoth(options, { query, grid, by });
  refuseNothingShared(sides.left, sides.right, by);
  const { unpartnered, ...alone } = findAlone(sides, by, query);
  const pairs = pairUp(sides).map((cells) => ({ cells, judgement: judge(cells, { sides, agree, alone }) }));
  refuseNothingCompared(
    sides,
    pairs.every(({ judgement }) => judgement.verdict === "match"),
  );
  for (const { cells, judgement } of pairs) {
    if (judgement.verdict !== "match") judgement.hints.push(...doubtHints(cells, sides));
  }
  explainSeries(pairs, grid, agree);
  const keys = pairs.map(({ cells, judgement }) => ({ key: describe(cells, judgement), judgement }));
  return {
    ...{ keys: keys.map(({ key }) => key), totals: totalsOf(keys), counts: count(keys.map(({ key }) => key)) },
    ...{ unpartnered, absent: findAbsent(sides, query), rows: { left: sides.left.count, right: sides.right.count } },
  };
}

function readBy(names: readonly By[] = all): Set<By> {
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined || names.length === 0) {
    throw invalidInput("by", JSON.stringify(unknown ?? []), `give some of ${all.join(", ")}`);
  }
  return new Set(names);
}

/** Every key of either side, in order. */
function pairUp({ left, right }: Both<Cells>): Both<Cell | undefined>[] {
  const pairs = [...new Set([...left.byKey.keys(), ...right.byKey.keys()])].map((key) => ({
    left: left.byKey.get(key),
    right: right.byKey.get(key),
  }));
  const order = ({ left, right }: Both<Cell | undefined>) => {
    const { meter, customer, span, groups } = (left ?? right) as Cell; // A key is of one side at least.
    return [meter ?? "", customer ?? "", span.start, JSON.stringify(groups)] as const;
  };
  const sorted = pairs
    .map((pair) => ({ pair, order: order(pair) }))
    .sort((one, other) => {
      const place = one.order.findIndex((part, index) => part !== other.order[index]);
      return place < 0 ? 0 : (one.order[place] ?? "") < (other.order[place] ?? "") ? -1 : 1;
    });
  return sorted.map(({ pair }) => pair);
}

function describe({ left, right }: Both<Cell | undefined>, judgement: Judgement): ComparedKey {
  const { meter, customer, groups, span } = (left ?? right) as Cell; // A key is of one side at least.
  const { verdict, difference, relative, hints } = judgement;
  return {
    verdict,
    ...(meter !== undefined && { meter }),
    ...(customer !== undefined && { customer }),
    windowStart: formatInstant(span.start),
    windowEnd: formatInstant(span.end),
    ...(groups !== undefined && { groups: Object.fromEntries(groups) }),
    ...{ left: judgement.left, right: judgement.right, difference, relative, hints },
  };
}
