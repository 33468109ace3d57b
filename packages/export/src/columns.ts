import { rowKey, type UsageRow } from "@metermux/usage";
import type { ExportContext } from "./format.js";
import { refuseOption } from "./refuse.js";

/** What the cells of a column hold: `text` comes from vendors and users, `word` and `number` from us. */
export type ColumnKind = "text" | "word" | "number" | "decimal" | "instant" | "boolean" | "groups";

/** A column of a tabular format: a member of the row in snake_case. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether every row has a value. */
  readonly required: boolean;
  /** The value of a row: text, a count, a truth value, groups; null where it has none. */
  readonly read: (row: UsageRow, context: ExportContext) => string | number | boolean | UsageRow["groups"] | null;
}

const required = (name: string, kind: ColumnKind, read: Column["read"]): Column => ({
  name,
  kind,
  required: true,
  read,
});
const optional = (name: string, kind: ColumnKind, read: Column["read"]): Column => ({
  name,
  kind,
  required: false,
  read,
});

/** The columns of tabular files, in order. New ones are added at the end. */
export const columns: readonly Column[] = [
  required("vendor", "word", (row) => row.vendor),
  required("connection", "text", (row) => row.connection),
  required("meter_id", "text", (row) => row.meterId),
  optional("meter_name", "text", (row) => row.meterName),
  optional("customer_id", "text", (row) => row.customerId),
  optional("customer_name", "text", (row) => row.customerName),
  required("window", "word", (row) => row.window),
  required("window_start", "instant", (row) => row.windowStart),
  required("window_end", "instant", (row) => row.windowEnd),
  required("time_zone", "word", (_, { query }) => query.timeZone ?? "UTC"),
  optional("value", "decimal", (row) => row.value),
  optional("unit", "text", (row) => row.unit),
  required("aggregation", "word", (row) => row.aggregation),
  required("groups", "groups", (row) => row.groups),
  required("complete", "boolean", (row) => row.complete),
  optional("incomplete_reason", "word", (row) => row.incompleteReason ?? null),
  required("final", "boolean", (row) => row.final),
  optional("derived_from", "word", (row) => row.derived?.from ?? null),
  optional("derived_parts", "number", (row) => row.derived?.parts ?? null),
  optional("derived_method", "word", (row) => row.derived?.method ?? null),
  optional("mapped_meter", "text", (row) => row.mapped?.meter ?? null),
  optional("mapped_customer", "text", (row) => row.mapped?.customer ?? null),
  required("observed_at", "instant", (row) => row.observedAt),
  required("row_key", "text", (row, { query }) => rowKey(row, query)),
  required("measures", "word", (row) => row.measures),
];

/**
 * The columns of these names, in their order.
 *
 * @throws MetermuxError `invalid_input` for a name that is no column, or for none at all, with those that exist.
 */
export function selectColumns(names: readonly string[] | undefined): readonly Column[] {
  if (names === undefined) return columns;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const known = [...byName.keys()].join(", ");
  if (names.length === 0) throw refuseOption("columns", names, `choose from ${known}`);
  return [...new Set(names)].map((name) => {
    const column = byName.get(name);
    if (column === undefined) throw refuseOption("columns", name, `choose from ${known}`);
    return column;
  });
}
