import { canonicalDecimal } from "./model/decimal.js";
import { formatInstant } from "./model/instant.js";
import { type Range, windowLength } from "./model/range.js";
import { unexpectedResponse } from "./model/refusal.js";
import type { IncompleteReason, UsageRow } from "./model/row.js";
import type { Measurement, Meter, Question } from "./provider.js";

/** What turns a vendor's measurements into rows. */
export interface RowContext {
  vendor: string;
  connection: string;
  question: Question;
  range: Range;
  /** Whether rows of customers that were not looked up are expected. */
  openCustomers: boolean;
  /** How long after its end a window can still change, in milliseconds. */
  lateMs: number;
}

/**
 * Whether a measurement of a widened request lies in the range that was meant.
 *
 * @throws MetermuxError `unexpected_response` for one that crosses a bound: no part of it can be told apart.
 */
export function isInside({ start, end, meterId }: Measurement, { range, vendor }: RowContext): boolean {
  if (start >= range.start && end <= range.end) return true;
  if (end <= range.start || start >= range.end) return false;
  const crossing = `${formatInstant(start)} to ${formatInstant(end)}`;
  throw unexpectedResponse(vendor, `a row of meter ${meterId} reaches from ${crossing}, across the range asked for`);
}

/**
 * Makes the row of one measurement.
 *
 * @param now when the vendor's answer arrived, in milliseconds since the epoch.
 * @throws MetermuxError `unexpected_response` for a meter that was not asked for, or a value that is not a decimal.
 */
export function rowMaker(context: RowContext): (measurement: Measurement, now: number) => UsageRow {
  const { vendor, connection, question, range, lateMs } = context;
  const meters = new Map(question.meters.map((meter) => [meter.id, meter]));
  const names = new Map(question.customers.map(({ id, name }) => [id, name]));
  return (measurement, now) => {
    const { meterId, customerId, start, end, groups } = measurement;
    const meter = meters.get(meterId);
    if (meter === undefined)
      throw unexpectedResponse(vendor, `a row came for meter ${meterId}, which was not asked for`);
    // Who was left open may have a customer that was not listed yet.
    if (!context.openCustomers && customerId !== null && !names.has(customerId)) {
      throw unexpectedResponse(vendor, `a row came for customer ${customerId}, who was not asked for`);
    }
    const wholeEnd = start + (windowLength(question.window) ?? range.end - range.start);
    if (end > wholeEnd)
      throw unexpectedResponse(vendor, `a row of meter ${meterId} is longer than window ${question.window}`);
    const reason = incompleteReason(measurement, wholeEnd, now);
    return {
      vendor,
      connection,
      meterId,
      meterName: meter.name,
      customerId,
      customerName: customerId === null ? null : (names.get(customerId) ?? null),
      window: question.window,
      windowStart: formatInstant(start),
      windowEnd: formatInstant(end),
      value: readValue(measurement, meter, vendor),
      unit: meter.unit,
      aggregation: meter.aggregation,
      groups,
      complete: reason === undefined,
      ...(reason && { incompleteReason: reason }),
      final: reason === undefined && end + lateMs <= now,
      observedAt: formatInstant(now),
    };
  };
}

function incompleteReason(measurement: Measurement, wholeEnd: number, now: number): IncompleteReason | undefined {
  if (wholeEnd > now) return "open";
  if (measurement.end < wholeEnd) return "clipped";
  return measurement.truncated ? "truncated" : undefined;
}

function readValue({ value, customerId, start }: Measurement, meter: Meter, vendor: string): string | null {
  if (value === null) return null;
  try {
    return canonicalDecimal(value);
  } catch (cause) {
    const where = `meter ${meter.id}, customer ${customerId}, ${formatInstant(start)}`;
    throw unexpectedResponse(vendor, `${cause instanceof Error ? cause.message : cause} as the value of ${where}`);
  }
}
