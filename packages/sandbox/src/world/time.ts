/** One hour in milliseconds. */
export const HOUR = 3_600_000;

/** One UTC day in milliseconds. */
export const DAY = 86_400_000;

/** The number of the UTC day that holds an instant; day 0 is 1970-01-01. */
export function dayNumber(instant: number): number {
  return Math.floor(instant / DAY);
}

/** Whether an instant is 00:00:00.000 UTC. */
export function isUtcMidnight(instant: number): boolean {
  return instant % DAY === 0;
}
