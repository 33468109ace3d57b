/** Usage rows as CSV (RFC 4180). */
import { stringify } from "csv-stringify/browser/esm/sync";
import { type Column, selectColumns } from "../columns.js";
import type { ExportContext, Format, Output, RowWriter } from "../format.js";
import { defuse } from "./defuse.js";

export { defuse, restore } from "./defuse.js";

/** Settings of CSV. */
export interface CsvOptions {
  /** Names of columns, in order. Default all: see the README. */
  columns?: readonly string[] | undefined;
  /** Begin with a byte order mark, by which Excel knows UTF-8. Default false. */
  byteOrderMark?: boolean | undefined;
}

/**
 * CSV as RFC 4180 has it: a line of column names, CRLF, quotes where they are needed. Values keep every digit; null is an
 * empty cell, and empty text is `""`. Groups are one cell of JSON. Text of vendors and users that a spreadsheet would run
 * as a formula has an apostrophe before it, which `restore` takes away; numbers are never changed.
 *
 * @throws MetermuxError `invalid_input` for a column that does not exist.
 */
export function csv(options: CsvOptions = {}): Format {
  const columns = selectColumns(options.columns);
  return {
    name: "csv",
    extension: "csv",
    mediaType: "text/csv; charset=utf-8; header=present",
    open: async (out, context) => openCsv(out, context, columns, options.byteOrderMark ?? false),
  };
}

async function openCsv(
  out: Output,
  context: ExportContext,
  columns: readonly Column[],
  byteOrderMark: boolean,
): Promise<RowWriter> {
  const encoder = new TextEncoder();
  const writeLines = (lines: readonly (readonly (string | null)[])[]) => out.write(encoder.encode(linesOf(lines)));
  if (byteOrderMark) await out.write(Uint8Array.of(0xef, 0xbb, 0xbf));
  await writeLines([columns.map(({ name }) => name)]);
  return {
    async write(rows) {
      if (rows.length === 0) return;
      await writeLines(rows.map((row) => columns.map((column) => cellOf(column, column.read(row, context)))));
    },
    async close() {},
  };
}

function linesOf(lines: readonly (readonly (string | null)[])[]): string {
  // Null is an empty cell without quotes, and text that is empty one with them.
  const cast = { string: (value: string) => (value === "" ? { value, quoted_empty: true } : value) };
  return stringify([...lines.map((line) => [...line])], { record_delimiter: "windows", cast });
}

function cellOf({ kind }: Column, value: ReturnType<Column["read"]>): string | null {
  if (value === null) return null;
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  return kind === "text" ? defuse(text) : text;
}
