import {
  formatInstant,
  listField,
  parseVendorSeconds,
  type Span,
  unexpectedResponse,
  unsupported,
  type Window,
  windowsOf,
} from "../adapter/index.js";

/** The length of a bucket. */
export type Interval = Exclude<Window, "none">;

/** The buckets of a range whose bounds lie on them. */
export function bucketsOf(range: Span, interval: Interval): Span[] {
  return windowsOf(range, interval, "UTC");
}

/**
 * Checks that a report is about the range that was asked for: its list of intervals is that of the question, both ends and
 * every one between.
 *
 * @throws MetermuxError `unexpected_response` for any other list; `unsupported` where the vendor's weeks or months are not
 * those of the calendar.
 */
export function checkIntervals(meterId: string, listed: unknown, buckets: readonly Span[], interval: Interval): void {
  const about = () => `secondsSinceEpochIntervals of meter ${meterId}`;
  const starts = listField("amberflo", listed, about).map((seconds) =>
    parseVendorSeconds("amberflo", seconds, about()),
  );
  if (starts.length === buckets.length && buckets.every(({ start }, index) => starts[index] === start)) return;
  throw otherIntervals(meterId, starts, buckets, interval);
}

function otherIntervals(
  meterId: string,
  starts: readonly number[],
  buckets: readonly Span[],
  interval: Interval,
): Error {
  const what = `the answer for meter ${meterId}`;
  const [first] = starts;
  const [asked] = buckets;
  const last = buckets.at(-1);
  // A question has a bucket at least.
  if (asked === undefined || last === undefined) throw new RangeError("a question about no time");
  if (first === undefined) return unexpectedResponse("amberflo", `${what} lists no intervals`);
  // No source says which day the vendor's weeks begin with, nor whether its months are the calendar's: a first one that
  // holds the start of the range is of another calendar.
  const holdsStart = first < asked.start && (starts[1] ?? first + (asked.end - asked.start)) > asked.start;
  if (holdsStart && (interval === "week" || interval === "month")) {
    const why = `${what} begins at ${formatInstant(first)}: its ${interval}s are not those asked for`;
    return unsupported("amberflo", "window", why, "ask for days");
  }
  if (first !== asked.start) {
    return unexpectedResponse("amberflo", `${what} begins at ${formatInstant(first)}, not where it was asked to`);
  }
  const at = buckets.findIndex(({ start }, index) => starts[index] !== start);
  const counts = `has ${starts.length} intervals, and ${buckets.length} were asked for`;
  const off = at < 0 ? last.end : buckets[at]?.start;
  const where = off === undefined ? "" : ` (they differ at ${formatInstant(off)})`;
  return unexpectedResponse("amberflo", `${what} ${counts}${where}`);
}
