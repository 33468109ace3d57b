import type { Cell } from "./cell.js";
import { findFactor } from "./constant-factor.js";
import type { Grid } from "./grid.js";
import { groupBy } from "./group-by.js";
import type { Judgement } from "./judge.js";
import type { Both } from "./side.js";
import type { Agree } from "./tolerance.js";
import { findZoneShift } from "./zone-shift.js";

/** A key with its judgement. */
export interface JudgedPair {
  cells: Both<Cell | undefined>;
  judgement: Judgement;
}

/**
 * Adds the hints that no key shows alone: a shifted clock in the windows of one thing, a factor in a whole meter. Where both
 * would explain a meter, neither is known.
 */
export function explainSeries(pairs: readonly JudgedPair[], grid: Grid, agree: Agree): void {
  for (const meter of groupBy(pairs, ({ cells }) => (cells.left ?? cells.right)?.meter).values()) {
    const factor = factorOf(meter);
    const series = [...groupBy(meter, ({ cells }) => (cells.left ?? cells.right)?.series).values()];
    const shifts = series.flatMap((own) => shiftOf(own, grid, agree) ?? []);
    if (factor.length === 0 || shifts.length === 0) for (const add of [...factor, ...shifts]) add();
  }
}

/** What adds a hint to the keys that it explains. */
type Addition = () => void;

function shiftOf(series: readonly JudgedPair[], grid: Grid, agree: Agree): Addition | undefined {
  const differing = series.filter(({ judgement: { verdict } }) => verdict !== "match" && verdict !== "incomparable");
  if (differing.length === 0) return undefined;
  const left = series.flatMap(({ cells }) => cells.left ?? []);
  const right = series.flatMap(({ cells }) => cells.right ?? []);
  const additive = series.every(({ judgement }) => judgement.additive);
  const hint = findZoneShift({ left, right }, additive, grid, agree);
  if (hint === undefined) return undefined;
  return () => {
    for (const { judgement } of differing) judgement.hints.push(hint);
  };
}

function factorOf(pairs: readonly JudgedPair[]): Addition[] {
  const differing = pairs.flatMap(({ judgement }) => {
    const values = comparedValues(judgement);
    return values === undefined ? [] : [{ judgement, values }];
  });
  const matching = pairs.filter(({ judgement: { verdict, left } }) => verdict === "match" && isAmount(left?.value));
  const found = findFactor(
    differing.map(({ values }) => values),
    matching.length,
  );
  if (found === undefined) return [];
  return differing.flatMap(({ judgement, values }) =>
    found.fits(values) ? [() => void judgement.hints.push(found.hint)] : [],
  );
}

/** The values that a factor could lie between: those that differ, and those in two units. */
function comparedValues({ verdict, left, right, hints }: Judgement): Both<string> | undefined {
  const twoUnits = verdict === "incomparable" && hints.some(({ code }) => code === "unit-differs");
  if (verdict !== "drift" && !twoUnits) return undefined;
  const values = { left: left?.value, right: right?.value };
  return isAmount(values.left) && isAmount(values.right) ? { left: values.left, right: values.right } : undefined;
}

/** 0 has every factor, and no data has none. */
const isAmount = (value: string | null | undefined): value is string => (value ?? "0") !== "0";
