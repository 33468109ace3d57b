import { subtractDecimals } from "../model/decimal.js";
import { type Cell, combine } from "./cell.js";
import type { Grid } from "./grid.js";
import type { Hint } from "./hint.js";
import {
  type Measure,
  type Meeting,
  meetHours,
  meetSums,
  sumsOf,
  type Trial,
  tryShift,
  type Values,
} from "./shift-trial.js";
import type { Both } from "./side.js";
import type { Agree } from "./tolerance.js";

/** Zones lie between UTC-12 and UTC+14. Either side may be the one that is off. */
const furthest = 14;
const offsets = Array.from({ length: 2 * furthest + 1 }, (_, index) => index - furthest).filter((each) => each !== 0);
/** Fewer windows, and fewer places or values, can agree by chance. */
const fewest = 3;
/** The least share of windows that agree after the move. */
const share = 0.9;
/** What no move, and every other move, leaves apart: this many windows more than this many times as many. */
const margin = { windows: 3, times: 3 };
/** How probable it may be that some offset makes so many windows agree by chance. */
const chance = 1 / 4000;

/**
 * Finds the offset by which one side's clock differs in one thing's windows: the shift of a time zone.
 *
 * Both sides by the hour are compared hour by hour; where one has hours and the other longer windows of sums or counts, the
 * hours are moved and added up again. Windows that a move does not hold whole count neither for it nor against it.
 *
 * An offset explains the difference when, over the same windows, nearly all agree with it and several do not without, at
 * several places or values, and when every other offset leaves far more windows apart. Drift does not do this: it differs
 * from every offset alike. What one constant difference explains as well is not a shift.
 */
export function findZoneShift(
  cells: Both<readonly Cell[]>,
  additive: boolean,
  grid: Grid,
  agree: Agree,
): Hint | undefined {
  const hours = { left: hoursOf(cells.left), right: hoursOf(cells.right) };
  if (hours.left !== undefined && hours.right !== undefined) {
    const { left, right } = hours;
    // No data is not 0 where values do not add up.
    const nothing = additive ? "0" : "";
    const same: Agree = (one, other) => (one === "" || other === "" ? one === other : agree(one, other));
    const range = { start: grid.start, end: grid.end, nothing };
    return best((offset) => meetHours(left, right, offset, range), { agree: same, nothing }, false);
  }
  if (!additive) return undefined;
  const measure = { agree, nothing: "0" };
  if (hours.left !== undefined) {
    const [sums, coarse] = [sumsOf(hours.left, grid), totalsOf(cells.right)];
    return best((offset) => meetSums(sums, coarse, offset, grid), measure, true);
  }
  if (hours.right !== undefined) {
    const [sums, coarse] = [sumsOf(hours.right, grid), totalsOf(cells.left)];
    return best((offset) => meetSums(sums, coarse, -offset, grid), measure, true);
  }
  return undefined;
}

/** The values of cells that are made of hours alone; undefined for others, and for none. */
function hoursOf(cells: readonly Cell[]): Values | undefined {
  const parts = cells.flatMap((cell) => cell.parts);
  if (parts.length === 0 || parts.some(({ hourly }) => !hourly)) return undefined;
  return new Map(parts.map(({ time, value }) => [time, value]));
}

function totalsOf(cells: readonly Cell[]): Values {
  return new Map(cells.map((cell) => [cell.span.start, combine(cell, "sum") ?? null]));
}

function best(meet: (offset: number) => Iterable<Meeting>, measure: Measure, isCoarse: boolean): Hint | undefined {
  const unmoved = [...meet(0)].filter(({ unmoved, other }) => !measure.agree(unmoved, other));
  if (unmoved.length < margin.windows || isConstantDifference(unmoved)) return undefined;
  const trials = offsets.map((offset) => tryShift(offset, meet(offset), measure));
  // Of two that are a day apart, a pattern that repeats each day allows both, and the smaller is meant.
  const found = trials.filter(explains).sort((one, other) => Math.abs(one.offset) - Math.abs(other.offset))[0];
  if (found === undefined) return undefined;
  const others = trials.filter(({ offset }) => !isDayLater(offset, found.offset));
  if (!others.every(({ apart }) => isFarMore(apart, found.apart))) return undefined;
  if (isCoarse && chanceOf(found, others) > chance) return undefined;
  return describe(found);
}

const isFarMore = (apart: number, than: number) => apart >= margin.windows + margin.times * than;

/** Offsets of -12 and +12 are as large as each other: neither is meant more. */
const isDayLater = (offset: number, than: number) =>
  offset === than || (Math.abs(offset - than) === 24 && Math.abs(offset) > Math.abs(than));

function explains({ windows, agreeing, apart, apartUnmoved, fixed }: Trial): boolean {
  if (agreeing < fewest || agreeing < windows * share || !isFarMore(apartUnmoved, apart)) return false;
  const values = new Set(fixed.flatMap(({ value }) => (value === "0" ? [] : value)));
  const runs = fixed.filter(({ place }, index) => fixed[index - 1]?.place !== place - 1);
  return Math.max(values.size, runs.length) >= fewest;
}

/** How probable it is that any offset makes so many windows agree, by how often the other offsets do. */
function chanceOf(found: Trial, others: readonly Trial[]): number {
  const windows = others.reduce((sum, trial) => sum + trial.windows, 0);
  const agreeing = others.reduce((sum, trial) => sum + trial.agreeing, 0);
  return offsets.length * ((agreeing + 1) / (windows + 2)) ** found.fixed.length;
}

/** Whether one difference explains what a move is to explain. */
function isConstantDifference(apart: readonly Meeting[]): boolean {
  const counts = new Map<string, number>();
  for (const { unmoved, other } of apart) {
    if (unmoved === "" || other === "") continue;
    const difference = subtractDecimals(other, unmoved);
    counts.set(difference, (counts.get(difference) ?? 0) + 1);
  }
  return Math.max(...counts.values()) >= apart.length * share;
}

function describe({ offset: hours, agreeing, windows }: Trial): Hint {
  const offset = `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  const text = `with right's clock ${offset} against left's, ${agreeing} of ${windows} windows agree: a time zone taken for another`;
  return { code: "time-zone-shift", offset, agreeing, windows, text };
}
