/** Usage rows as Apache Parquet. */
import type { UsageRow } from "@metermux/usage";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { type Column, selectColumns } from "../columns.js";
import type { ExportContext, Format, Output, RowWriter } from "../format.js";
import { refuseOption } from "../refuse.js";
import { precision, unscaled } from "./decimal.js";
import { schemaOf } from "./schema.js";

/** Settings of Parquet. */
export interface ParquetOptions {
  /** Names of columns, in order. Default all: see the README. */
  columns?: readonly string[] | undefined;
  /** How many of the 38 digits of `value` stand after the point, 0 to 38. Default 18. */
  decimalScale?: number | undefined;
  /** Rows of a group; as many are held in memory. Default 10,000. */
  rowGroupSize?: number | undefined;
}

/**
 * Parquet with `value` as DECIMAL(38, scale), instants as timestamps in UTC, groups as a map, and text as UTF-8, Snappy
 * compressed. A value that does not fit is refused, never rounded.
 *
 * @throws MetermuxError `invalid_input` for a column that does not exist, or a number that cannot be used.
 */
export function parquet(options: ParquetOptions = {}): Format {
  const { decimalScale = 18, rowGroupSize = 10_000 } = options;
  const columns = selectColumns(options.columns);
  checkNumber("decimalScale", decimalScale, 0, precision);
  checkNumber("rowGroupSize", rowGroupSize, 1, 10_000_000);
  return {
    name: "parquet",
    extension: "parquet",
    mediaType: "application/vnd.apache.parquet",
    open: async (out, context) => openParquet(out, context, { columns, decimalScale, rowGroupSize }),
  };
}

interface Settings {
  columns: readonly Column[];
  decimalScale: number;
  rowGroupSize: number;
}

function openParquet(out: Output, context: ExportContext, settings: Settings): RowWriter {
  const { columns, decimalScale, rowGroupSize } = settings;
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns, decimalScale), createdBy: "metermux" });
  const instantOf = instantReader();
  let held: unknown[][] = columns.map(() => []);
  let count = 0;

  async function passOn(): Promise<void> {
    const chunk = bytes.getBytes().slice();
    bytes.index = 0;
    if (chunk.length > 0) await out.write(chunk);
  }

  async function writeGroup(): Promise<void> {
    if (count === 0) return;
    const columnData = columns.map(({ name }, index) => ({ name, data: held[index] ?? [] }));
    held = columns.map(() => []);
    count = 0;
    await file.write({ columnData, rowGroupSize });
    await passOn();
  }

  return {
    async write(rows) {
      for (const row of rows) {
        // Read whole before any of it is kept: a value that does not fit leaves no half row.
        const cells = columns.map((column) => cellOf(column, row, context, { scale: decimalScale, instantOf }));
        for (const [index, cell] of cells.entries()) held[index]?.push(cell);
        count += 1;
        if (count >= rowGroupSize) await writeGroup();
      }
    },
    async close() {
      await writeGroup();
      await file.finish();
      await passOn();
    },
  };
}

interface CellSettings {
  scale: number;
  instantOf: (text: string) => Date;
}

function cellOf(column: Column, row: UsageRow, context: ExportContext, { scale, instantOf }: CellSettings): unknown {
  const value = column.read(row, context);
  if (value === null) return null;
  if (column.kind === "decimal") return unscaled(String(value), scale, row);
  if (column.kind === "instant") return instantOf(String(value));
  if (typeof value !== "object") return value;
  const entries = Object.entries(value);
  return entries.length === 0 ? noGroups : entries;
}

const noGroups: readonly never[] = [];

/** Most rows share their instants: each is one object, and not as many as there are rows. */
function instantReader(): (text: string) => Date {
  const known = new Map<string, Date>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= maxInstants) known.clear();
    const instant = new Date(text);
    known.set(text, instant);
    return instant;
  };
}

const maxInstants = 10_000;

function checkNumber(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw refuseOption(name, value, `give a whole number from ${min} to ${max}`);
}
