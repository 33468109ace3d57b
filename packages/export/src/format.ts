import type { QueryReport, UsageQuery, UsageRow } from "@metermux/usage";

/** Where a file goes. Resolves when the bytes are taken, so that a slow receiver slows the writer. */
export interface Output {
  write(bytes: Uint8Array): Promise<void>;
}

/** What a file says about the query behind its rows. */
export interface ExportContext {
  /** The query that the rows answer: its zone and filter are part of each row's key. */
  query: Partial<UsageQuery>;
}

/** A file that is being written. Nothing is written after a method failed. */
export interface RowWriter {
  /**
   * Writes rows.
   *
   * @throws MetermuxError `unsupported` for a value that the format cannot hold exactly; whatever the output throws.
   */
  write(rows: readonly UsageRow[]): Promise<void>;
  /**
   * Ends the file: it is whole once this resolves, and not before. The output stays open.
   *
   * @param report of the query, whole after its last row.
   */
  close(report: QueryReport): Promise<void>;
}

/** A format of files. One is made by a function with its options, as in `csv({ byteOrderMark: true })`. */
export interface Format {
  /** Lower case, for example `parquet`. */
  readonly name: string;
  /** Of a file's name, without the dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** Begins a file. */
  open(out: Output, context: ExportContext): Promise<RowWriter>;
}
