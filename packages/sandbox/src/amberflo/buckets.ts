import { DAY, HOUR } from "../world/time.js";

/** The sizes of Amberflo's buckets. */
export const intervals = ["hour", "day", "week", "month"] as const;

export type Interval = (typeof intervals)[number];

/** The day on which Amberflo's weeks start. No source settles it. */
export type WeekStart = "monday" | "sunday";

/** Whole buckets over a range, cut in UTC. Instants are milliseconds since 1970. */
export interface Buckets {
  readonly start: number;
  /** The first instant after the last bucket. */
  readonly end: number;
  readonly count: number;
  startOf(index: number): number;
  indexOf(instant: number): number;
}

/** Rules `widening` and `end-exclusive`: the buckets that hold any instant of [start, end), from the first to the last. */
export function bucketsOver(interval: Interval, weekStartsOn: WeekStart, start: number, end: number): Buckets {
  const calendar = calendarOf(interval, weekStartsOn);
  const first = calendar.numberOf(start);
  const count = calendar.numberOf(end - 1) + 1 - first;
  return {
    start: calendar.startOf(first),
    end: calendar.startOf(first + count),
    count,
    startOf: (index) => calendar.startOf(first + index),
    indexOf: (instant) => calendar.numberOf(instant) - first,
  };
}

/** The number of a bucket since 1970. */
interface Calendar {
  numberOf(instant: number): number;
  startOf(number: number): number;
}

/** Rules `utc-buckets`, `week-start` and `months`. */
function calendarOf(interval: Interval, weekStartsOn: WeekStart): Calendar {
  if (interval === "month") {
    return {
      numberOf: (instant) => new Date(instant).getUTCFullYear() * 12 + new Date(instant).getUTCMonth(),
      startOf: (number) => Date.UTC(Math.floor(number / 12), number % 12),
    };
  }
  const size = { hour: HOUR, day: DAY, week: 7 * DAY }[interval];
  // 1970-01-01 was a Thursday: the first Sunday is day 3.
  const offset = interval === "week" ? { sunday: 3 * DAY, monday: 4 * DAY }[weekStartsOn] : 0;
  return {
    numberOf: (instant) => Math.floor((instant - offset) / size),
    startOf: (number) => number * size + offset,
  };
}
