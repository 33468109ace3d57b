import {
  day,
  formatInstant,
  hour,
  parseVendorInstant,
  type Question,
  type Span,
  unexpectedResponse,
} from "../adapter/index.js";

/** The most group values that one row lists; which ones is not documented, and there is no second page of them. */
export const maxGroups = 200;

/** What a row is about. */
export interface RowPlace extends Span {
  meterId: string;
  customerId: string;
}

// Reading an instant is expensive, and the rows of every meter and customer repeat the same ones.
const known = new Map<string, number>();
const maxKnown = 20_000;

/** Written with Z in most sources and +00:00 in some: instants, never text. */
export function readInstant(text: string, about: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  const time = parseVendorInstant("metronome", text, about);
  if (known.size >= maxKnown) known.clear();
  known.set(text, time);
  return time;
}

/** @throws MetermuxError `unexpected_response` for a row that reaches out of the range that was asked of the vendor. */
export function refuseOutside({ meterId, start, end }: RowPlace, asked: Span): void {
  if (start >= asked.start && end <= asked.end && start < end) return;
  const reaches = `a row of meter ${meterId} reaches ${show({ start, end })}`;
  const range = `the request was for ${show(asked)}`;
  const isApart = end <= asked.start || start >= asked.end || end <= start;
  throw unexpectedResponse(
    "metronome",
    `${reaches}, ${isApart ? "outside" : "across a window and out"} of it: ${range}`,
  );
}

/**
 * Makes a function that refuses a row that came before in the same answer, whatever the order of its rows and pages.
 *
 * @returns a function that throws MetermuxError `unexpected_response` for a second row of one meter, customer and window.
 */
export function onceInAnswer({ start, end, window }: Question): (row: RowPlace) => void {
  // Windows of a week or a month begin on days, too.
  const cell = window === "none" ? end - start : window === "hour" ? hour : day;
  const cells = Math.ceil((end - start) / cell);
  const byMeter = new Map<string, Map<string, Uint8Array>>();
  let last: { meterId: string; customerId: string; seen: Uint8Array } | undefined;
  const seenOf = ({ meterId, customerId }: RowPlace): Uint8Array => {
    // Rows of a pair stand together as a rule.
    if (last?.meterId === meterId && last.customerId === customerId) return last.seen;
    const byCustomer = byMeter.get(meterId) ?? new Map<string, Uint8Array>();
    byMeter.set(meterId, byCustomer);
    const seen = byCustomer.get(customerId) ?? new Uint8Array(cells);
    byCustomer.set(customerId, seen);
    last = { meterId, customerId, seen };
    return seen;
  };
  return (row) => {
    const seen = seenOf(row);
    const index = Math.floor((row.start - start) / cell);
    if (seen[index] === 1) throw cameTwice(row);
    seen[index] = 1;
  };
}

/** The error for a row that came before in the same answer. */
export function cameTwice({ meterId, customerId, start }: RowPlace): Error {
  const row = `a row of meter ${meterId}, customer ${customerId}, ${formatInstant(start)}`;
  return unexpectedResponse("metronome", `${row} came twice`);
}

function show({ start, end }: Span): string {
  return `from ${formatInstant(start)} to ${formatInstant(end)}`;
}
