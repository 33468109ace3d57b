import { absoluteDecimal, divideDecimals, subtractDecimals } from "../model/decimal.js";
import type { Aggregation } from "../model/query.js";
import { type Cell, type Cells, combine, isAdditive } from "./cell.js";
import type { Reading, Verdict } from "./comparison.js";
import type { Hint } from "./hint.js";
import type { Alone } from "./partners.js";
import type { Both } from "./side.js";
import { type Agree, largerSize } from "./tolerance.js";

/** What becomes of a key. */
export interface Judgement extends Both<Reading | null> {
  verdict: Verdict;
  difference: string | null;
  relative: string | null;
  /** Whether its values are sums or counts. */
  additive: boolean;
  hints: Hint[];
}

/** What a key is judged by. */
export interface Rules {
  sides: Both<Cells>;
  agree: Agree;
  /** What stands on one side only, so that nothing on the other is no agreement. */
  alone: Pick<Alone, "has">;
}

/** Judges one key. A side that does not say its kind is taken to be of the other's. */
export function judge({ left, right }: Both<Cell | undefined>, { sides, agree, alone }: Rules): Judgement {
  const kinds = kindsOf({ left, right }, sides);
  const additive = isAdditive(kinds.left) && isAdditive(kinds.right);
  const readings = { left: read(left, kinds.left), right: read(right, kinds.right) };
  const base = { ...readings, additive };
  const obstacle =
    kindsDiffer(kinds, additive) ?? notAdditive({ left, right }, kinds) ?? unitsDiffer(readings) ?? undefined;
  if (obstacle !== undefined) {
    return { ...base, verdict: "incomparable", difference: null, relative: null, hints: [obstacle] };
  }
  const isAlone =
    (left !== undefined && right === undefined && alone.has("left", left)) ||
    (right !== undefined && left === undefined && alone.has("right", right));
  const verdict = verdictOf(readings, { additive, isAlone }, agree);
  const sizes = { left: amountOf(readings.left, additive), right: amountOf(readings.right, additive) };
  const hints = isAlone ? [] : noDataVsZero(readings);
  if (verdict !== "match" && kinds.left !== kinds.right) hints.push(...differingKinds(kinds));
  return { ...base, ...measure(sizes), verdict, hints };
}

/** The kinds of a key that one side has alone are that side's. */
function kindsOf({ left, right }: Both<Cell | undefined>, sides: Both<Cells>): Both<Aggregation | undefined> {
  const meter = (left ?? right)?.meter;
  const known = {
    left: left?.aggregation ?? sides.left.kinds.get(meter),
    right: right?.aggregation ?? sides.right.kinds.get(meter),
  };
  const kinds = { left: known.left ?? known.right, right: known.right ?? known.left };
  if (right === undefined) return { left: kinds.left, right: kinds.left };
  return left === undefined ? { left: kinds.right, right: kinds.right } : kinds;
}

function verdictOf(
  { left, right }: Both<Reading | null>,
  { additive, isAlone }: { additive: boolean; isAlone: boolean },
  agree: Agree,
): Verdict {
  const values = { left: amountOf(left, additive), right: amountOf(right, additive) };
  const nothing = (value: string | null) => value === null || (additive && value === "0");
  if (!isAlone && nothing(values.left) && nothing(values.right)) return "match";
  if (right === null) return "left-only";
  if (left === null) return "right-only";
  if (values.left === null || values.right === null) return "drift";
  return agree(values.left, values.right) ? "match" : "drift";
}

/** What a reading counts for: no data is 0 among sums and counts. */
function amountOf(reading: Reading | null, additive: boolean): string | null {
  return reading?.value ?? (additive ? "0" : null);
}

function measure({ left, right }: Both<string | null>): Pick<Judgement, "difference" | "relative"> {
  if (left === null || right === null) return { difference: null, relative: null };
  const difference = subtractDecimals(right, left);
  const size = largerSize(left, right);
  return { difference, relative: size === "0" ? "0" : divideDecimals(absoluteDecimal(difference), size) };
}

function read(cell: Cell | undefined, kind: Aggregation | undefined): Reading | null {
  if (cell === undefined) return null;
  const { parts, unit = null } = cell;
  return { value: combine(cell, kind) ?? null, rows: parts.length, unit, aggregation: kind ?? null };
}

function kindsDiffer(kinds: Both<Aggregation | undefined>, additive: boolean): Hint | undefined {
  return kinds.left === kinds.right || additive ? undefined : differingKinds(kinds)[0];
}

function differingKinds({ left, right }: Both<Aggregation | undefined>): Hint[] {
  if (left === undefined || right === undefined) return [];
  return [{ code: "aggregation-differs", left, right, text: `left is of kind ${left}, right of kind ${right}` }];
}

function notAdditive(cells: Both<Cell | undefined>, kinds: Both<Aggregation | undefined>): Hint | undefined {
  for (const side of ["left", "right"] as const) {
    const [cell, kind] = [cells[side], kinds[side]];
    if (cell === undefined || combine(cell, kind) !== undefined) continue;
    const kindText = kind === undefined ? "of a kind that neither side says" : `of kind ${kind}`;
    const text = `${side} has ${cell.parts.length} finer rows ${kindText}, which do not make one value`;
    return { code: "not-additive", side, text };
  }
  return undefined;
}

function unitsDiffer({ left, right }: Both<Reading | null>): Hint | undefined {
  if (left === null || right === null || left.unit === null || right.unit === null) return undefined;
  const nothing = [left.value, right.value].every((value) => value === null || value === "0");
  if (left.unit === right.unit || nothing) return undefined;
  const text = `left counts ${left.unit}, right counts ${right.unit}: give both in one unit, or without`;
  return { code: "unit-differs", left: left.unit, right: right.unit, text };
}

function noDataVsZero({ left, right }: Both<Reading | null>): Hint[] {
  const words = [left, right].map((reading) => {
    if (reading === null) return "has no row";
    if (reading.value === null) return "says that there is no data";
    return reading.value === "0" ? "says 0" : undefined;
  });
  if (words.includes(undefined) || words[0] === words[1]) return [];
  return [{ code: "no-data-vs-zero", text: `left ${words[0]}, right ${words[1]}` }];
}
