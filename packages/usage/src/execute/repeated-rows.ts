import { day, hour, offsetAt, windowStart } from "../model/calendar.js";
import type { Measurement, Question } from "../provider.js";

/** What came of an answer so far. */
export interface Seen {
  /** Notes a measurement; false where one of its meter, customer, unit, groups and window is noted already. */
  add(measurement: Measurement, question: Question): boolean;
}

/** The windows of one meter, customer and group, by their number: the runs of numbers that came in ascending order. */
interface Windows {
  starts: number[];
  ends: number[];
  /** Those that came out of order. */
  others: Set<number> | undefined;
}

/** Everything below one meter, customer or group value. */
type Branch = Map<string | null, Branch | Windows>;

/**
 * Nothing yet. Ten million rows are seen in little memory: windows that follow each other are one run, and keys of their
 * own are kept for meters, customers and groups only.
 */
export function createRowRegistry(): Seen {
  const root: Branch = new Map();
  let last: { of: Measurement; branch: Branch } | undefined;
  const branchOf = (of: Measurement): Branch => {
    const { meterId, customerId, unit = null } = of;
    // Most rows are of the same meter and customer as the one before.
    if (last?.of.meterId === meterId && last.of.customerId === customerId && last.of.unit === of.unit)
      return last.branch;
    const branch = below(below(below(root, unit), meterId), customerId);
    last = { of, branch };
    return branch;
  };
  return {
    add(measurement, question) {
      const { start, groups } = measurement;
      let branch = branchOf(measurement);
      let key: string | null = null;
      const { groupBy } = question;
      for (let index = 0; index < groupBy.length; index += 1) {
        if (index > 0) branch = below(branch, key);
        // In bounds by the condition.
        const name = groupBy[index] as string;
        key = Object.hasOwn(groups, name) ? (groups[name] ?? null) : null;
      }
      let windows = branch.get(key) as Windows | undefined; // A leaf: as deep as the question has dimensions.
      if (windows === undefined) {
        windows = { starts: [], ends: [], others: undefined };
        branch.set(key, windows);
      }
      return addWindow(windows, numberOf(start, question));
    },
  };
}

function below(branch: Branch, key: string | null): Branch {
  const found = branch.get(key);
  // Above the leaves, by the number of dimensions.
  if (found !== undefined) return found as Branch;
  const made: Branch = new Map();
  branch.set(key, made);
  return made;
}

/** The number of the vendor's window that an instant lies in: neighbours of hours and days follow each other. */
function numberOf(start: number, { window, timeZone, ...question }: Question): number {
  if (window === "none") return question.start / hour;
  if (window === "hour")
    return (timeZone === "UTC" ? start - (start % hour) : windowStart(start, window, timeZone)) / hour;
  // Days by their dates: some of them are an hour longer or shorter.
  if (window === "day") return Math.floor((start + offsetAt(start, timeZone)) / day);
  return windowStart(start, window, timeZone) / hour;
}

function addWindow(windows: Windows, number: number): boolean {
  const { starts, ends } = windows;
  const end = ends.length === 0 ? Number.NEGATIVE_INFINITY : (ends[ends.length - 1] ?? 0);
  if (number === end + 1) {
    ends[ends.length - 1] = number;
    return true;
  }
  if (number > end) {
    starts.push(number);
    ends.push(number);
    return true;
  }
  if (isInRun(windows, number) || windows.others?.has(number)) return false;
  windows.others ??= new Set();
  windows.others.add(number);
  return true;
}

function isInRun({ starts, ends }: Windows, number: number): boolean {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= number) low = middle;
    else high = middle - 1;
  }
  return (starts[low] ?? Number.POSITIVE_INFINITY) <= number && number <= (ends[low] ?? Number.NEGATIVE_INFINITY);
}
