import { hour, type Span } from "../model/calendar.js";
import { addDecimals } from "../model/decimal.js";
import { type Cell, combine } from "./cell.js";
import type { Grid } from "./grid.js";
import type { Hint } from "./hint.js";
import type { Both } from "./judge.js";
import type { Agree } from "./tolerance.js";

/** Zones lie between UTC-12 and UTC+14. Either side may be the one that is off. */
const furthest = 14;
/** Fewer windows with usage may agree by chance. */
const fewest = 3;

const share = 0.9;

type Values = ReadonlyMap<number, string | null>;

interface Trial {
  agreeing: number;
  /** Windows in which either side has usage. */
  windows: number;
}

/**
 * Tries whether one thing's windows agree once a side's clock is set back or forward by whole hours.
 *
 * Both sides by the hour are laid on each other; where one has hours and the other longer windows of sums or counts, the
 * hours are moved and added up again. Only windows that are whole after the move count. An offset explains it when at
 * least three windows and nine in ten agree with it, fewer do without, and no other offset as small does as well.
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
    return best((shift) => tally(meet(left, right, shift, grid), additive, agree));
  }
  if (!additive) return undefined;
  if (hours.left !== undefined) {
    const [fine, coarse] = [hours.left, totalsOf(cells.right)];
    return best((shift) => tally(regroup(fine, coarse, shift, grid), additive, agree));
  }
  if (hours.right !== undefined) {
    const [fine, coarse] = [hours.right, totalsOf(cells.left)];
    return best((shift) => tally(regroup(fine, coarse, -shift, grid), additive, agree));
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

type Meeting = [left: string | null, right: string | null];

/** The hours of both sides that meet once left's clock is set forward. */
function* meet(left: Values, right: Values, shift: number, { start, end }: Span): Generator<Meeting> {
  const inside = (time: number) => time >= start && time < end;
  for (const [time, value] of left) {
    if (inside(time + shift)) yield [value, right.get(time + shift) ?? null];
  }
  for (const [time, value] of right) {
    if (inside(time - shift) && !left.has(time - shift)) yield [null, value];
  }
}

/** The sums of the hours, once their clock is set forward, beside the longer windows. */
function* regroup(fine: Values, coarse: Values, shift: number, grid: Grid): Generator<Meeting> {
  const sums = new Map<number, string[]>();
  const isWhole = ({ start, end }: Span) =>
    start >= Math.max(grid.start, grid.start + shift) && end <= Math.min(grid.end, grid.end + shift);
  for (const [time, value] of fine) {
    const span = grid.at(time + shift);
    if (value === null || !isWhole(span)) continue;
    sums.set(span.start, [...(sums.get(span.start) ?? []), value]);
  }
  for (const [time, values] of sums) yield [addDecimals(values), coarse.get(time) ?? null];
  for (const [time, value] of coarse) if (!sums.has(time) && isWhole(grid.at(time))) yield [null, value];
}

function tally(meetings: Iterable<Meeting>, additive: boolean, agree: Agree): Trial {
  const trial = { agreeing: 0, windows: 0 };
  for (const [left, right] of meetings) {
    if ((left ?? "0") === "0" && (right ?? "0") === "0") continue;
    trial.windows += 1;
    const both = left !== null && right !== null;
    if ((both || additive) && agree(left ?? "0", right ?? "0")) trial.agreeing += 1;
  }
  return trial;
}

function best(run: (shift: number) => Trial): Hint | undefined {
  const rate = ({ agreeing, windows }: Trial) => (windows === 0 ? 0 : agreeing / windows);
  if (rate(run(0)) >= share) return undefined;
  for (let hours = 1; hours <= furthest; hours += 1) {
    const found = [-hours, hours].flatMap((offset) => {
      const trial = run(offset * hour);
      const explains = trial.agreeing >= fewest && rate(trial) >= share;
      return explains ? [{ offset, ...trial }] : [];
    });
    // Both directions alike: a pattern that repeats, which says nothing of the clock.
    const [only, ...more] = found;
    if (more.length > 0) return undefined;
    if (only !== undefined) return describe(only.offset, only);
  }
  return undefined;
}

function describe(hours: number, { agreeing, windows }: Trial): Hint {
  const offset = `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  const text = `with right's clock ${offset} against left's, ${agreeing} of ${windows} windows agree: a time zone taken for another`;
  return { code: "time-zone-shift", offset, agreeing, windows, text };
}
