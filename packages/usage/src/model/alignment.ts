import { day, hour, windowEnd, windowStart } from "./calendar.js";

/** What the bounds of a vendor's requests lie on, from the finest to the coarsest. */
export type Alignment = "minute" | "hour" | "day";

/** The length of a minute, in milliseconds. Clocks of every zone show whole minutes at the same time. */
export const minute = 60_000;

/** The usual length of an alignment's cells, in milliseconds; days of zones can be an hour longer or shorter. */
export const alignmentLength: Readonly<Record<Alignment, number>> = { minute, hour, day };

/** The start of the cell that an instant lies in: the minute, or the hour or day of a zone. */
export function cellStart(time: number, alignment: Alignment, timeZone: string): number {
  return alignment === "minute" ? Math.floor(time / minute) * minute : windowStart(time, alignment, timeZone);
}

/** The end of the cell that begins at an instant. */
export function cellEnd(start: number, alignment: Alignment, timeZone: string): number {
  return alignment === "minute" ? start + minute : windowEnd(start, alignment, timeZone);
}

/** Whether an instant is the start of a cell. */
export function isAligned(time: number, alignment: Alignment, timeZone: string): boolean {
  return cellStart(time, alignment, timeZone) === time;
}

/** The first start of a cell at or after an instant. */
export function nextAligned(time: number, alignment: Alignment, timeZone: string): number {
  const start = cellStart(time, alignment, timeZone);
  return start === time ? time : cellEnd(start, alignment, timeZone);
}
