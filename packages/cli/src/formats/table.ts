import { Table } from "console-table-printer";
import { printable } from "./printable.js";

/** A column of a table. */
export interface Column<Row> {
  title: string;
  /** Numbers are aligned right. */
  alignment?: "left" | "right";
  cell: (row: Row) => string;
}

/** Rows as a table of text, with a line break at its end. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    shouldDisableColors: true,
    columns: columns.map(({ title, alignment = "left" }, index) => ({
      name: String(index),
      title: printable(title),
      alignment,
    })),
  });
  for (const row of rows) {
    table.addRow(Object.fromEntries(columns.map(({ cell }, index) => [String(index), printable(cell(row))])));
  }
  return `${table.render()}\n`;
}
