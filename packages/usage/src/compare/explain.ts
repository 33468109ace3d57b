import type { Cell } from "./cell.js";
import { findFactor } from "./constant-factor.js";
import type { Grid } from "./grid.js";
import { groupBy } from "./group-by.js";
import type { Both, Judgement } from "./judge.js";
import type { Agree } from "./tolerance.js";
import { findZoneShift } from "./zone-shift.js";

/** A key with its judgement. */
export interface JudgedPair {
  cells: Both<Cell | undefined>;
  judgement: Judgement;
}

/** Adds the hints that no key shows alone: a shifted clock in the windows of one thing, a factor in a whole meter. */
export function explainSeries(pairs: readonly JudgedPair[], grid: Grid, agree: Agree): void {
  const shows = ({ judgement: { verdict } }: JudgedPair) => verdict !== "match" && verdict !== "incomparable";
  for (const series of groupBy(pairs, ({ cells }) => (cells.left ?? cells.right)?.series).values()) {
    const differing = series.filter(shows);
    if (differing.length === 0) continue;
    const left = series.flatMap(({ cells }) => cells.left ?? []);
    const right = series.flatMap(({ cells }) => cells.right ?? []);
    const additive = series.every(({ judgement }) => judgement.additive);
    const hint = findZoneShift({ left, right }, additive, grid, agree);
    if (hint !== undefined) for (const { judgement } of differing) judgement.hints.push(hint);
  }
  for (const meter of groupBy(pairs, ({ cells }) => (cells.left ?? cells.right)?.meter).values()) addFactor(meter);
}

function addFactor(pairs: readonly JudgedPair[]): void {
  const differing = pairs.flatMap(({ judgement }) => {
    const values = comparedValues(judgement);
    return values === undefined ? [] : [{ judgement, values }];
  });
  const found = findFactor(differing.map(({ values }) => values));
  if (found === undefined) return;
  for (const { judgement, values } of differing) if (found.fits(values)) judgement.hints.push(found.hint);
}

/** The values that a factor could lie between: those that differ, and those in two units. */
function comparedValues({ verdict, left, right, hints }: Judgement): Both<string> | undefined {
  const twoUnits = verdict === "incomparable" && hints.some(({ code }) => code === "unit-differs");
  if (verdict !== "drift" && !twoUnits) return undefined;
  const values = { left: left?.value ?? "0", right: right?.value ?? "0" };
  return values.left === "0" || values.right === "0" ? undefined : values;
}
