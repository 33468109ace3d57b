import type { Share } from "../lookup/share.js";
import { canonicalDecimal } from "../model/decimal.js";
import { formatInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Derivation, IncompleteReason, UsageRow } from "../model/row.js";
import type { Measurement, Meter } from "../provider.js";

/** What a row is made of, once it is known where it belongs. */
export interface RowParts {
  meter: Meter;
  customerId: string | null;
  /** The index of its window in the range. */
  span: number;
  /** Canonical. */
  value: string | null;
  groups: Readonly<Record<string, string | null>>;
  clipped: boolean;
  truncated: boolean;
  /** What it was read from; the first of several. */
  source: Measurement;
  derived?: Derivation;
}

/** Makes the rows of one connection; `now` is when the vendor's answer arrived, in milliseconds since the epoch. */
export function rowMaker({
  connection,
  provider,
  range,
  names,
  customers,
}: Share): (parts: RowParts, now: number) => UsageRow {
  const { vendor, capabilities } = provider;
  const { window } = names.query;
  const lateMs = capabilities.lateHours * 3_600_000;
  // Thousands of rows share a window, and writing an instant is dear.
  const starts: string[] = [];
  const ends: string[] = [];
  let observed = { at: Number.NaN, text: "" };
  return ({ meter, customerId, span, value, groups, clipped, truncated, derived }, now) => {
    const { start, end } = range.spans[span] ?? range;
    starts[span] ??= formatInstant(start);
    ends[span] ??= formatInstant(end);
    if (observed.at !== now) observed = { at: now, text: formatInstant(now) };
    const reason = incompleteReason(end > now, clipped, truncated);
    const mapped = mappedNames(meter.id, customerId, names);
    return {
      vendor,
      connection,
      meterId: meter.id,
      meterName: meter.name,
      customerId,
      customerName: customerId === null ? null : (customers.get(customerId)?.name ?? null),
      window,
      windowStart: starts[span],
      windowEnd: ends[span],
      value,
      unit: meter.unit,
      aggregation: meter.aggregation,
      groups,
      complete: reason === undefined,
      ...(reason && { incompleteReason: reason }),
      final: reason === undefined && end + lateMs <= now,
      ...(derived && { derived }),
      ...(mapped && { mapped }),
      observedAt: observed.text,
    };
  };
}

function incompleteReason(open: boolean, clipped: boolean, truncated: boolean): IncompleteReason | undefined {
  if (open) return "open";
  if (clipped) return "clipped";
  return truncated ? "truncated" : undefined;
}

function mappedNames(
  meterId: string,
  customerId: string | null,
  { meters, customers }: Share["names"],
): UsageRow["mapped"] {
  if (meters.size === 0 && customers.size === 0) return undefined;
  const meter = meters.get(meterId);
  const customer = customerId === null ? undefined : customers.get(customerId);
  if (meter === undefined && customer === undefined) return undefined;
  return { ...(meter !== undefined && { meter }), ...(customer !== undefined && { customer }) };
}

/**
 * The canonical value of a measurement.
 *
 * @throws MetermuxError `unexpected_response` for a value that is not a decimal.
 */
export function readValue({ value, meterId, customerId, start }: Measurement, vendor: string): string | null {
  if (value === null) return null;
  try {
    return canonicalDecimal(value);
  } catch (cause) {
    const where = `meter ${meterId}, customer ${customerId}, ${formatInstant(start)}`;
    throw unexpectedResponse(vendor, `${cause instanceof Error ? cause.message : cause} as the value of ${where}`);
  }
}
