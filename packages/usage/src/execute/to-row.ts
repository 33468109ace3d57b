import { hour } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import type { Derivation, IncompleteReason, UsageRow } from "../model/row.js";
import type { PreparedConnection } from "../plan/prepare-connection.js";
import type { Measurement, Meter } from "../provider.js";

/** What a row is made of, once it is known where it belongs. */
export interface RowParts {
  meter: Meter;
  customerId: string | null;
  /** The index of its window in the range. */
  span: number;
  /** Canonical. */
  value: string | null;
  /** The measurement's own, else the meter's. */
  unit: string | null;
  groups: Readonly<Record<string, string | null>>;
  clipped: boolean;
  truncated: boolean;
  /** What it was read from; the first of several. */
  source: Measurement;
  /** The least that the vendor's clock showed when the answer arrived, in milliseconds since the epoch; the first of several. */
  firstAt: number;
  /** When the vendor's answer arrived by our clock; the last of several. */
  lastAt: number;
  /** What several were read from, where that is wanted. */
  raw?: unknown[];
  derived?: Derivation;
}

/** Makes the rows of one connection. A value tells of the moment when it was answered, not of when it is read. */
export function rowMaker({
  connection,
  provider,
  range,
  names,
  customers,
}: PreparedConnection): (parts: RowParts) => UsageRow {
  const { vendor, capabilities } = provider;
  const { window, raw: withRaw } = names.query;
  const lateMs = capabilities.lateHours * hour;
  // Thousands of rows share a window, and writing an instant is dear.
  const starts: string[] = [];
  const ends: string[] = [];
  let observed = { at: Number.NaN, text: "" };
  return ({ meter, customerId, span, value, unit, groups, clipped, truncated, firstAt, lastAt, derived, ...parts }) => {
    const { source, raw } = parts;
    const { start, end } = range.spans[span] ?? range;
    starts[span] ??= formatInstant(start);
    ends[span] ??= formatInstant(end);
    if (observed.at !== lastAt) observed = { at: lastAt, text: formatInstant(lastAt) };
    const reason = incompleteReason(end > firstAt, clipped, truncated);
    const mapped = mappedNames(meter.id, customerId, names);
    const row: UsageRow = {
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
      unit,
      measures: meter.measures,
      aggregation: meter.aggregation,
      groups,
      complete: reason === undefined,
      final: reason === undefined && end + lateMs <= firstAt,
      observedAt: observed.text,
    };
    // Most rows have none of these, and spreading what is not there is dear.
    if (reason !== undefined) row.incompleteReason = reason;
    if (derived !== undefined) row.derived = derived;
    if (mapped !== undefined) row.mapped = mapped;
    if (withRaw) row.raw = raw ?? (source.raw === undefined ? [] : [source.raw]);
    return row;
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
  { meters, customers }: PreparedConnection["names"],
): UsageRow["mapped"] {
  if (meters.size === 0 && customers.size === 0) return undefined;
  const meter = meters.get(meterId);
  const customer = customerId === null ? undefined : customers.get(customerId);
  if (meter === undefined && customer === undefined) return undefined;
  return { ...(meter !== undefined && { meter }), ...(customer !== undefined && { customer }) };
}
