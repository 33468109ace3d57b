import { hour, type Span } from "../model/calendar.js";
import { addDecimals } from "../model/decimal.js";
import type { Grid } from "./grid.js";
import type { Agree } from "./tolerance.js";

/** Values by the start of their window. */
export type Values = ReadonlyMap<number, string | null>;

/** What becomes of the windows when one side's clock is set forward. Windows without usage are not counted. */
export interface Trial {
  /** Hours, negative to set it back. */
  offset: number;
  /** Windows that have usage after the move, and how many of them agree. */
  windows: number;
  agreeing: number;
  /** How many windows differ after the move, and how many of the same windows do without it. */
  apart: number;
  apartUnmoved: number;
  /** The windows that the move makes agree, in order: their place among all, and the value they agree on. */
  fixed: readonly { place: number; value: string }[];
}

/** A window that both clocks hold whole: what the moved side says of it, moved and as it stands, and the other side. */
export interface Meeting {
  moved: string;
  unmoved: string;
  other: string;
}

/** How values are compared, and what stands where there is none. */
export interface Measure {
  agree: Agree;
  /** "0" where values add up, and otherwise what is no decimal. */
  nothing: string;
}

/** Counts what a move changes. */
export function tryShift(offset: number, meetings: Iterable<Meeting>, { agree, nothing }: Measure): Trial {
  const trial = { offset, windows: 0, agreeing: 0, apart: 0, apartUnmoved: 0 };
  const fixed: { place: number; value: string }[] = [];
  let place = 0;
  for (const { moved, unmoved, other } of meetings) {
    place += 1;
    const [agrees, agreed] = [agree(moved, other), agree(unmoved, other)];
    if (!agrees) trial.apart += 1;
    if (!agreed) trial.apartUnmoved += 1;
    if (agrees && !agreed) fixed.push({ place, value: other });
    if (moved === nothing && other === nothing) continue;
    trial.windows += 1;
    if (agrees) trial.agreeing += 1;
  }
  return { ...trial, fixed };
}

/** The hours of both sides, in order, that lie in the range before and after left's clock is set forward. */
export function* meetHours(
  left: Values,
  right: Values,
  offset: number,
  { start, end, nothing }: Span & Pick<Measure, "nothing">,
): Generator<Meeting> {
  const shift = offset * hour;
  const at = (values: Values, time: number) => values.get(time) ?? nothing;
  for (let time = Math.max(start, start + shift); time < Math.min(end, end + shift); time += hour) {
    const [moved, unmoved, other] = [at(left, time - shift), at(left, time), at(right, time)];
    if (moved !== nothing || unmoved !== nothing || other !== nothing) yield { moved, unmoved, other };
  }
}

/** The longer windows, in order, whose hours lie in the range before and after their clock is set forward. */
export function* meetSums(fine: Sums, coarse: Values, offset: number, grid: Grid): Generator<Meeting> {
  const shift = offset * hour;
  const [movedSums, sums] = [fine(offset), fine(0)];
  let span = grid.at(grid.start);
  for (; span.start < grid.end; span = grid.at(span.end)) {
    const isWhole =
      span.start >= Math.max(grid.start, grid.start + shift) && span.end <= Math.min(grid.end, grid.end + shift);
    const time = span.start;
    const [moved, unmoved, other] = [movedSums.get(time) ?? "0", sums.get(time) ?? "0", coarse.get(time) ?? "0"];
    if (isWhole && (moved !== "0" || unmoved !== "0" || other !== "0")) yield { moved, unmoved, other };
    // A grid of one window has no next.
    if (span.end >= grid.end) return;
  }
}

/** The sums of hours in the windows of a grid, by the offset that their clock is set forward. */
export type Sums = (offset: number) => ReadonlyMap<number, string>;

/** Adds hours up, once for each offset. */
export function sumsOf(fine: Values, grid: Grid): Sums {
  const known = new Map<number, ReadonlyMap<number, string>>();
  return (offset) => {
    const sums = known.get(offset) ?? addUp(fine, offset * hour, grid);
    known.set(offset, sums);
    return sums;
  };
}

function addUp(fine: Values, shift: number, grid: Grid): ReadonlyMap<number, string> {
  const parts = new Map<number, string[]>();
  for (const [time, value] of fine) {
    const moved = time + shift;
    if (value === null || moved < grid.start || moved >= grid.end) continue;
    const { start } = grid.at(moved);
    const known = parts.get(start);
    if (known === undefined) parts.set(start, [value]);
    else known.push(value);
  }
  return new Map([...parts].map(([start, values]) => [start, addDecimals(values)]));
}
