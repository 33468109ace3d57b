import { Temporal } from "temporal-polyfill";

// Windows by Temporal's calendar, independent of the facade, which adds offsets to instants.

/** The windows of a calendar. */
export type CalendarWindow = "hour" | "day" | "week" | "month";

/** A range of time, [start, end), in milliseconds since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The edges of a window in a zone over some months, oldest first. */
export interface Grid {
  readonly edges: readonly number[];
  /** The window that holds an instant. @throws RangeError outside the grid. */
  at(instant: number): Span;
  isEdge(instant: number): boolean;
}

const known = new Map<string, Grid>();

/** Every edge between two instants and at least one beyond each; computed once. */
export function gridOf(window: CalendarWindow, timeZone: string, { start, end }: Span): Grid {
  const key = `${window} ${timeZone} ${start} ${end}`;
  const found = known.get(key) ?? makeGrid(edgesOf(window, timeZone, start, end));
  known.set(key, found);
  return found;
}

/** The first instant of a date, such as 2026-03-01, in a zone. */
export function firstInstantOf(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The date in a zone at an instant. */
export function dateAt(instant: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The same instant with the zone's offset, such as 2026-03-01T01:00:00+01:00. */
export function withOffset(instant: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ timeZone });
}

function makeGrid(edges: readonly number[]): Grid {
  const set = new Set(edges);
  return {
    edges,
    at: (instant) => {
      const index = lowerBound(edges, instant + 1) - 1;
      const [start, end] = [edges[index], edges[index + 1]];
      if (start === undefined || end === undefined) throw new RangeError(`${instant} is outside the grid`);
      return { start, end };
    },
    isEdge: (instant) => set.has(instant),
  };
}

function edgesOf(window: CalendarWindow, timeZone: string, start: number, end: number): number[] {
  let date = firstDate(window, Temporal.PlainDate.from(dateAt(start, timeZone)));
  const step = { hour: { days: 1 }, day: { days: 1 }, week: { days: 7 }, month: { months: 1 } }[window];
  const edges: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  while (last <= end) {
    last = date.toZonedDateTime(timeZone).epochMilliseconds;
    edges.push(last);
    date = date.add(step);
  }
  return window === "hour" ? edges.flatMap((day, index) => hoursOf(day, edges[index + 1])) : edges;
}

function firstDate(window: CalendarWindow, date: Temporal.PlainDate): Temporal.PlainDate {
  if (window === "month") return date.with({ day: 1 });
  return window === "week" ? date.subtract({ days: date.dayOfWeek - 1 }) : date;
}

/** A day has 23 or 25 hours where the clocks change. */
function hoursOf(day: number, next = day + 1): number[] {
  const hours: number[] = [];
  for (let hour = day; hour < next; hour += 3_600_000) hours.push(hour);
  return hours;
}

/** The index of the first item that is not below a limit. */
export function lowerBound(sorted: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
