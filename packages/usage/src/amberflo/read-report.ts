import { MetermuxError } from "@metermux/http";
import {
  amountField,
  canonicalField,
  formatInstant,
  listField,
  type Measurement,
  type MeasurementPage,
  objectField,
  parseVendorSeconds,
  type Question,
  type Span,
  unexpectedResponse,
} from "../adapter/index.js";
import { bucketsOf, checkIntervals, type Interval } from "./intervals.js";
import type { AmberfloQuery } from "./plan.js";
import { askedOf, type GroupKey, type Reach, readGroupKey } from "./read-group.js";

// Rows (groups times buckets) that a query gets at most, as the vendor's page on limits says.
const maxRows = 100_000;

/** One bucket of a group. */
interface Bucket extends Span {
  value: string | null;
  raw: unknown;
}

/** One group of a report: which it is, and its buckets. */
interface Group extends GroupKey {
  buckets: Bucket[];
  source: Record<string, unknown>;
}

/** What one report says. @throws MetermuxError as `readReports` does; `incomplete_result` for one that may be capped. */
export function readReport(
  report: Record<string, unknown>,
  query: AmberfloQuery,
  question: Question,
  reach: Reach,
): MeasurementPage {
  const { meterApiName: meterId } = query;
  // The plan writes every query with its interval.
  const interval = query.timeGroupingInterval as Interval;
  const buckets = bucketsOf(question, interval);
  const { secondsSinceEpochIntervals: listed } = report;
  if (listed !== undefined) checkIntervals(meterId, listed, buckets, interval);
  const groups = readGroups(report, buckets, meterId, question);
  // Without the list, the buckets of a group show which range the answer is about; without those, nothing does.
  if (groups.length === 0) checkIntervals(meterId, listed, buckets, interval);
  refuseCapped(meterId, groups.length * buckets.length);
  const groupsPerCustomer = new Map<string | null, number>();
  for (const { customerId } of groups) {
    groupsPerCustomer.set(customerId, (groupsPerCustomer.get(customerId) ?? 0) + 1);
  }
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const group of groups) {
    const { customerId } = group;
    // Alone, a group without the dimension is its customer's events that lack it. Beside others it may repeat their
    // total, so it is reported and not added. On an account, a group without a customer is nobody's row.
    const besideOthers = lacksAll(group) && (groupsPerCustomer.get(customerId) ?? 0) > 1;
    const nobodys = reach === "account" && question.scope !== "total" && customerId === null;
    const values = readValues(group, meterId, question);
    if (besideOthers || nobodys) remainders.push(...values.flatMap(remainderOf));
    else measurements.push(...values);
  }
  return { measurements, remainders };
}

/** A part of a total that no row accounts for, where it is not zero. */
export function remainderOf(measurement: Measurement): Measurement[] {
  const value = canonicalField("amberflo", measurement.value, () => `a value of meter ${measurement.meterId}`);
  return value === null || value === "0" ? [] : [{ ...measurement, value }];
}

/** Whether a grouped group has none of the dimensions. */
export function lacksAll({ groups }: Pick<GroupKey, "groups">): boolean {
  const values = Object.values(groups);
  return values.length > 0 && values.every((value) => value === null);
}

function readGroups(
  report: Record<string, unknown>,
  buckets: readonly Span[],
  meterId: string,
  question: Question,
): Group[] {
  const asked = askedOf(meterId, question);
  const seen = new Set<string>();
  const listed = listField("amberflo", report.clientMeters, () => `clientMeters of meter ${meterId}`);
  return listed.map((each) => {
    const source = objectField("amberflo", each, () => `an element of clientMeters of meter ${meterId}`);
    const key = readGroupKey(source.group, asked);
    const identity = JSON.stringify([key.customerId, ...Object.values(key.groups)]);
    const name = `group ${identity} of meter ${meterId}`;
    if (seen.has(identity)) throw refuse(`${name} came twice`);
    seen.add(identity);
    return { ...key, source, buckets: readBuckets(source.values, buckets, name) };
  });
}

/** The values of a group, one for each bucket that was asked for, in their order. */
function readBuckets(values: unknown, buckets: readonly Span[], name: string): Bucket[] {
  const listed = listField("amberflo", values, () => `values of ${name}`);
  const element = () => `an element of values of ${name}`;
  const elements = listed.map((each) => objectField("amberflo", each, element));
  const place = `secondsSinceEpochUtc of ${name}`;
  const starts = elements.map(({ secondsSinceEpochUtc: at }) => parseVendorSeconds("amberflo", at, place));
  const off = starts.findIndex((start, index) => start !== buckets[index]?.start);
  const [first] = starts.slice(Math.max(off, 0));
  if (off >= 0 && first !== undefined) {
    throw refuse(`${name} has a value at ${formatInstant(first)}, out of the intervals that were asked for`);
  }
  if (starts.length !== buckets.length) {
    throw refuse(`${name} has ${starts.length} values for ${buckets.length} intervals`);
  }
  return buckets.map((bucket, index) => {
    const raw = elements[index] ?? {};
    const value = amountField("amberflo", raw.value, () => `value of ${name} at ${formatInstant(bucket.start)}`);
    return { ...bucket, value, raw };
  });
}

/** A group's buckets, or for window `none` its value over the range. */
function readValues(
  { customerId, groups, buckets, source }: Group,
  meterId: string,
  question: Question,
): Measurement[] {
  const { raw = false } = question;
  const shared = { meterId, customerId, groups };
  const kind = question.meters.find(({ id }) => id === meterId)?.aggregation;
  if (question.window === "none" && kind === "sum") {
    const { start, end } = question;
    const value = amountField("amberflo", source.groupValue, () => `groupValue of meter ${meterId}`);
    return [{ ...shared, start, end, value, ...(raw && { raw: source }) }];
  }
  return buckets.map(({ raw: bucket, ...value }) => ({ ...shared, ...value, ...(raw && { raw: bucket }) }));
}

/** A report of as many rows as the vendor gives at most may lack some: how it says so is UNVERIFIED. */
function refuseCapped(meterId: string, rows: number): void {
  if (rows < maxRows) return;
  const message = `amberflo: ${rows} rows came for meter ${meterId}, which is as many as it gives; some may be missing`;
  throw new MetermuxError(message, { code: "incomplete_result", vendor: "amberflo", splittable: true });
}

function refuse(what: string): Error {
  return unexpectedResponse("amberflo", what);
}
