import { type Alignment, alignmentLength, cellStart, isAligned } from "../model/alignment.js";
import { type Span, windowEnd, windowStart } from "../model/calendar.js";
import type { OperationCapabilities, Question } from "../provider.js";

/**
 * Half of a question and the other half, on the vendor's windows; undefined where there is nothing left to halve.
 *
 * @param between windows that the range is cut between, where it may not be cut anywhere else.
 */
export function splitRange(
  question: Question,
  { alignment }: OperationCapabilities,
  between?: readonly Span[],
): Question[] | undefined {
  const { start, end, spans, meters } = question;
  const middle = between ? middleBound(question, between) : middleOf(question, alignment);
  if (middle > start && middle < end) {
    return [
      { start, end: middle },
      { start: middle, end },
    ].map((span) => ({ ...question, ...span, spans: spans.length > 0 ? [span] : [] }));
  }
  if (meters.length < 2) return undefined;
  const half = meters.length >> 1;
  return [meters.slice(0, half), meters.slice(half)].map((some) => ({ ...question, meters: some }));
}

/** Where the middle one of the windows inside a range begins; its start where there is none. */
function middleBound({ start, end }: Span, windows: readonly Span[]): number {
  const inside = windows.filter((window) => window.start > start && window.start < end);
  return inside[inside.length >> 1]?.start ?? start;
}

/** The start of the middle window, or of the middle cell that the bounds of a request can lie on. */
function middleOf({ start, end, window, timeZone }: Question, alignment: Alignment): number {
  const middle = (start + end) / 2;
  if (window === "week" || window === "month") {
    // The middle of a long month and a short one lies in the long one.
    const below = windowStart(middle, window, timeZone);
    return below > start ? below : windowEnd(below, window, timeZone);
  }
  if (window === "hour" || window === "day") {
    const coarser = window === "day" || alignment === "day" ? "day" : "hour";
    return cellStart(middle, coarser, timeZone);
  }
  const isAllowed = (cell: Alignment) =>
    alignmentLength[cell] >= alignmentLength[alignment] &&
    (cell !== "day" || alignment === "day" || [start, end].every((time) => isAligned(time, cell, timeZone)));
  const middles = (["day", "hour", "minute"] as const)
    .filter(isAllowed)
    .map((cell) => cellStart(middle, cell, timeZone));
  return middles.find((time) => time > start) ?? start;
}
