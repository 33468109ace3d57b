import { formatInstant, parseInstant } from "./instant.js";
import type { UsageQuery } from "./query.js";
import type { UsageRow } from "./row.js";
import { zoneNames } from "./time-zone.js";

/** What a row says of its own identity. */
export type RowIdentity = Pick<
  UsageRow,
  "vendor" | "connection" | "meterId" | "customerId" | "window" | "windowStart" | "windowEnd" | "aggregation" | "groups"
> &
  Partial<Pick<UsageRow, "measures" | "unit">>;

/** What the query says of it: the row carries neither. A whole query may be given. */
export type RowScope = Pick<UsageQuery, "timeZone" | "filter">;

/**
 * A readable text that is the same for the same thing, asked for again, and different for any other: a primary key to
 * upsert by. Value, names and times of observation are no part of it, nor is the unit, but for the currency of a cost.
 *
 * It names vendor, connection, meter, customer, zone, window, the window's start, aggregation, filter and groups, as
 * `vendor=metronome&connection=billing&meter=…`, always in this order, filter and groups sorted; of a cost its currency too, last. `%`, `&`, `=` and
 * control characters in ids are percent-encoded. What is null stands without `=`. Window `none` has its end too: the
 * same start with another end is another thing.
 *
 * @param query the question that the row answers, for its zone (default UTC; of several names of one zone the same) and filter (default none).
 * @throws MetermuxError `invalid_input` for a `windowStart` or `windowEnd` that is no instant.
 */
export function rowKey(row: RowIdentity, query: RowScope = {}): string {
  const filters = Object.entries(query.filter ?? {}).flatMap(([dimension, values]) =>
    [...new Set(values)].sort().map((value) => part(`filter.${quote(dimension)}`, value)),
  );
  const groups = Object.entries(row.groups).map(([dimension, value]) => part(`group.${quote(dimension)}`, value));
  return [
    part("vendor", row.vendor),
    part("connection", row.connection),
    part("meter", row.meterId),
    part("customer", row.customerId),
    part("zone", zoneOf(query)),
    part("window", row.window),
    part("start", formatInstant(parseInstant(row.windowStart, "windowStart"))),
    ...(row.window === "none" ? [part("end", formatInstant(parseInstant(row.windowEnd, "windowEnd")))] : []),
    part("aggregation", row.aggregation),
    ...filters.sort(),
    ...groups.sort(),
    ...(row.measures === "cost" ? [part("unit", row.unit ?? null)] : []),
  ].join("&");
}

/** Zones of one meaning are one zone, whatever they are called. */
function zoneOf({ timeZone = "UTC" }: RowScope): string {
  return zoneNames(timeZone)?.canonical ?? timeZone;
}

function part(name: string, value: string | null): string {
  return value === null ? name : `${name}=${quote(value)}`;
}

function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a key stays on one line, whatever an id holds.
  return text.replace(/[%&=\u0000-\u001f\u007f]/g, encodeURIComponent);
}
