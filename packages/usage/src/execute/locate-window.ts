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
 * Finds the window of the range that a measurement belongs to; undefined for one between the range that was wanted and
 * the wider one that the vendor was asked for.
 *
 * @throws MetermuxError `unexpected_response` for one outside what the vendor was asked for; for one that crosses a window's
 * bound, or is longer than a window that was asked for: no part of it can be told apart.
 */
export function windowLocator(
  range: Range,
  vendor: string,
): (measurement: Measurement, question: Question) => Place | undefined {
  const indexOf = spanFinder(range);
  const refuse = (measurement: Measurement, why: string) =>
    unexpectedResponse(vendor, `a row of meter ${measurement.meterId} reaches ${show(measurement)}, ${why}`);
  const wholePlaces: Place[] = [];
  const keep = (span: number): Place => {
    const place = { span, clipped: false };
    wholePlaces[span] = place;
    return place;
  };
  return (measurement, question) => {
    const { start, end } = measurement;
    const isOutside = end <= range.start || start >= range.end;
    const span = isOutside ? -1 : indexOf(start);
    const bounds = range.spans[span];
    if (!isOutside && (bounds === undefined || start < bounds.start || end > bounds.end)) {
      throw refuse(measurement, "across a window");
    }
    if (start < question.start || end > question.end) {
      throw refuse(measurement, `outside the range that was asked for, ${show(question)}`);
    }
    // Most rows fill a window that was asked for as it is.
    const { window, timeZone } = question;
    const length = timeZone !== "UTC" ? 0 : window === "hour" ? hour : window === "day" ? day : 0;
    if (end - start === length && start % length === 0)
      return isOutside ? undefined : (wholePlaces[span] ?? keep(span));
    const whole = wholeOf(start, question);
    if (end <= start || start < whole.start || end > whole.end) {
      throw refuse(measurement, `not ${show(whole)}`);
    }
    return isOutside ? undefined : { span, clipped: start > whole.start || end < whole.end };
  };
}

/** What a measurement covers when it is whole. */
function wholeOf(start: number, question: Question): Span {
  const { window, timeZone } = question;
  if (window === "none") return question;
  const from = windowStart(start, window, timeZone);
  return { start: from, end: windowEnd(from, window, timeZone) };
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
  return `from ${showInstant(start)} to ${showInstant(end)}`;
}

function showInstant(time: number): string {
  return Number.isNaN(new Date(time).getTime()) ? "no instant" : formatInstant(time);
}
