import type { Span } from "../model/calendar.js";
import { day, hour, windowEnd, windowStart } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import type { Range } from "../model/range.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Measurement, Question } from "../provider.js";

/** Where a measurement belongs. */
export interface Place {
  /** The index of its window in the range. */
  span: number;
  /** The vendor answered for less than it was asked. */
  clipped: boolean;
}

/**
 * Finds the window of the range that a measurement belongs to; undefined for one of a widened request that lies outside.
 *
 * @throws MetermuxError `unexpected_response` for one that crosses a window's bound, or is longer than what was asked
 * for: no part of it can be told apart.
 */
export function placer(
  range: Range,
  vendor: string,
): (measurement: Measurement, question: Question) => Place | undefined {
  const indexOf = spanFinder(range);
  const wholePlaces: Place[] = [];
  const keep = (span: number): Place => {
    const place = { span, clipped: false };
    wholePlaces[span] = place;
    return place;
  };
  return (measurement, question) => {
    const { start, end, meterId } = measurement;
    if (end <= range.start || start >= range.end) return undefined;
    const span = indexOf(start);
    const bounds = range.spans[span];
    if (bounds === undefined || start < bounds.start || end > bounds.end) {
      throw unexpectedResponse(vendor, `a row of meter ${meterId} reaches ${show(measurement)}, across a window`);
    }
    // Most rows fill a window that was asked for as it is.
    const { window } = question;
    const length = window === "hour" ? hour : window === "day" ? day : 0;
    if (end - start === length && start % length === 0) return wholePlaces[span] ?? keep(span);
    const whole = wholeOf(start, question);
    if (end <= start || start < whole.start || end > whole.end) {
      throw unexpectedResponse(vendor, `a row of meter ${meterId} reaches ${show(measurement)}, not ${show(whole)}`);
    }
    return { span, clipped: start > whole.start || end < whole.end };
  };
}

/** What a measurement covers when it is whole. */
function wholeOf(start: number, question: Question): Span {
  if (question.window === "none") return question;
  const from = windowStart(start, question.window, "UTC");
  return { start: from, end: windowEnd(from, question.window, "UTC") };
}

/** The index of the window that an instant of the range lies in. */
function spanFinder({ spans, start }: Range): (time: number) => number {
  const [first = { start, end: start + 1 }] = spans;
  const length = first.end - first.start;
  if (spans.every((span) => span.end - span.start === length)) return (time) => Math.floor((time - start) / length);
  return (time) => {
    let low = 0;
    for (let high = spans.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((spans[middle]?.start ?? 0) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

function show({ start, end }: Span): string {
  return `from ${formatInstant(start)} to ${formatInstant(end)}`;
}
