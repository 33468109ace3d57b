import type { UsageRow } from "@metermux/usage";
import { labelsByConnection } from "./labels.js";
import { type Column, renderTable } from "./table.js";
import { formatStart, startHeading } from "./window-start.js";

/** What a value looks like that the vendor does not have: never a zero. */
export const noData = "-";

/**
 * Usage rows as a table: every digit of a value, and only the columns that say something.
 *
 * @param timeZone the zone of the query, by whose clocks the windows are shown.
 */
export function renderUsage(rows: readonly UsageRow[], timeZone = "UTC"): string {
  const meter = labelsByConnection(
    rows.map(({ connection, meterId, meterName }) => ({ connection, id: meterId, name: meterName })),
  );
  const customer = labelsByConnection(
    rows.flatMap(({ connection, customerId, customerName }) =>
      customerId === null ? [] : { connection, id: customerId, name: customerName },
    ),
  );
  const whose = ({ connection, customerId }: UsageRow) =>
    customerId === null ? "(account)" : customer(connection, customerId);
  const columns: Column<UsageRow>[] = [
    { title: "Meter", cell: (row) => meter(row.connection, row.meterId) },
    { title: "Kind", cell: (row) => row.aggregation },
    { title: "Customer", cell: whose },
    ...dimensionsOf(rows).map((key) => ({
      title: key,
      cell: (row: UsageRow) => (Object.hasOwn(row.groups, key) ? row.groups[key] : null) ?? "(none)",
    })),
    { title: startHeading(timeZone), cell: ({ window, windowStart }) => formatStart(window, windowStart, timeZone) },
    { title: "Value", alignment: "right", cell: (row) => row.value ?? noData },
  ];
  if (new Set(rows.map(({ connection }) => connection)).size > 1) {
    columns.unshift({ title: "Connection", cell: (row) => row.connection });
  }
  if (rows.some(({ unit }) => unit !== null)) columns.push({ title: "Unit", cell: (row) => row.unit ?? "" });
  if (rows.some(({ complete }) => !complete)) {
    columns.push({ title: "Note", cell: (row) => (row.complete ? "" : (row.incompleteReason ?? "incomplete")) });
  }
  return renderTable(columns, rows);
}

function dimensionsOf(rows: readonly UsageRow[]): string[] {
  return [...new Set(rows.flatMap(({ groups }) => Object.keys(groups)))];
}
