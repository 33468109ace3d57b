import { type Span, windowEnd, windowStart } from "../model/calendar.js";
import { formatInstant, parseInstant } from "../model/instant.js";
import type { UsageQuery, Window } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";

/** The windows that both sides are laid on. Milliseconds since the epoch. */
export interface Grid extends Span {
  window: Window;
  timeZone: string;
  /** The window of the grid that an instant lies in. */
  at(time: number): Span;
}

/**
 * Lays a query's windows. The last one is whole: a range that ends inside it reaches to its end.
 *
 * @throws MetermuxError `invalid_input` for a range that is empty, or that starts inside a window.
 */
export function layGrid({ start: from, end: to, window, timeZone = "UTC" }: UsageQuery): Grid {
  const [start, end] = [parseInstant(from, "start", timeZone), parseInstant(to, "end", timeZone)];
  if (end <= start) throw invalidInput("end", formatInstant(end), `it must lie after start, ${formatInstant(start)}`);
  if (window === "none") {
    const whole = { start, end };
    return { ...whole, window, timeZone, at: () => whole };
  }
  const known = new Map<number, Span>();
  const at = (time: number): Span => {
    const span = known.get(time) ?? windowAt(time, window, timeZone);
    known.set(time, span);
    return span;
  };
  const first = at(start);
  if (first.start !== start) {
    const nearest = `use ${formatInstant(first.start)} or ${formatInstant(first.end)}`;
    throw invalidInput("start", formatInstant(start), `it lies inside a window (${window}); ${nearest}`);
  }
  return { start, end: at(end - 1).end, window, timeZone, at };
}

/** The window of a zone that an instant lies in. */
export function windowAt(time: number, window: Exclude<Window, "none">, timeZone: string): Span {
  const start = windowStart(time, window, timeZone);
  return { start, end: windowEnd(start, window, timeZone) };
}
