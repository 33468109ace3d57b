import { chart } from "./chart.js";
import { labelsFor } from "./labels.js";
import type { SummaryLine } from "./summary.js";
import { renderTable } from "./table.js";
import { noData } from "./usage-table.js";

/** A summary as a table with a small chart a line. */
export function renderSummary(lines: readonly SummaryLine[], customers: number): string {
  const meter = labelsFor(lines.map(({ meterId, meterName }) => ({ id: meterId, name: meterName })));
  const customer = labelsFor(lines.flatMap((line) => line.customer ?? []));
  const days = lines[0]?.days.length ?? 0;
  return renderTable<SummaryLine>(
    [
      { title: "Meter", cell: (line) => meter(line.meterId) },
      { title: "Kind", cell: (line) => line.aggregation },
      { title: "Customer", cell: (line) => (line.customer ? customer(line.customer.id) : `all ${customers}`) },
      { title: "Value", alignment: "right", cell: (line) => line.value ?? noData },
      { title: "which is", cell: (line) => line.stands },
      { title: `${days} days`, cell: (line) => chart(line.days) },
    ],
    lines,
  );
}
