import { type Io, write } from "../io.js";
import { jsonLine } from "./printable.js";
import type { Column } from "./table.js";

/** Prints a list that is there as a whole: a table, or a line of JSON for each row. An empty table says so. */
export async function printRows<Row>(
  rows: readonly Row[],
  { format, columns, none }: { format: "table" | "ndjson"; columns: readonly Column<Row>[]; none: string },
  io: Pick<Io, "stdout">,
): Promise<void> {
  if (format === "ndjson") return await write(io.stdout, rows.map(jsonLine).join(""));
  const { renderTable } = await import("./table.js");
  await write(io.stdout, rows.length === 0 ? `${none}\n` : renderTable(columns, rows));
}
