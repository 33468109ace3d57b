/** What every format of files has in common. Each format is a subpath: csv, json, ndjson, parquet. */
export { type Column, type ColumnKind, columns, selectColumns } from "./columns.js";
export type { ExportContext, Format, Output, RowWriter } from "./format.js";
export { type Batches, writeFile } from "./write-file.js";
