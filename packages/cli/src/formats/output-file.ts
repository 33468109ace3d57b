import { open, rename, rm } from "node:fs/promises";
import { extname } from "node:path";
import type { Batches, Format } from "@metermux/export";
import type { UsageQuery } from "@metermux/usage";
import { CommandLineError } from "../failure.js";

/** The formats of files by the ending of their names, each loaded when it is used. */
const formats: Readonly<Record<string, (columns: readonly string[] | undefined) => Promise<Format>>> = {
  ".csv": async (columns) => (await import("@metermux/export/csv")).csv({ columns }),
  ".json": async () => (await import("@metermux/export/json")).json(),
  ".ndjson": async () => (await import("@metermux/export/ndjson")).ndjson(),
  ".parquet": async (columns) => (await import("@metermux/export/parquet")).parquet({ columns }),
};

/** Formats of whole rows: they have `raw`, and no columns to choose. */
const wholeRows = new Set([".json", ".ndjson"]);

/** How a file is written. */
export interface FileOptions {
  output: string;
  columns?: readonly string[] | undefined;
  raw?: boolean | undefined;
}

/**
 * The format of a file.
 *
 * @throws CommandLineError for a name with another ending, and for what the format has no room for; MetermuxError
 * `invalid_input` for a column that does not exist.
 */
export async function formatOf({ output: path, columns, raw = false }: FileOptions): Promise<Format> {
  const ending = extname(path).toLowerCase();
  const load = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  const isWhole = wholeRows.has(ending);
  if (load !== undefined) {
    if (raw && !isWhole) throw new CommandLineError(`--raw: ${ending} has no room for it; use .json or .ndjson`);
    if (columns && isWhole) throw new CommandLineError(`--columns: ${ending} has whole rows; use .csv or .parquet`);
    return await load(columns);
  }
  const known = Object.keys(formats).join(", ");
  throw new CommandLineError(`--output: ${path} cannot be used; give a name that ends in one of ${known}`);
}

/**
 * Writes the rows of a query to a file. It is written aside and takes its name when it is whole: what was there before
 * stays until then, and stays where the query fails.
 *
 * @throws CommandLineError where the file cannot be written; whatever ended the query.
 */
export async function writeOutput(path: string, format: Format, result: Batches, query: UsageQuery): Promise<void> {
  const { writeFile } = await import("@metermux/export");
  const aside = `${path}.${process.pid}.partial`;
  const cannotWrite = (error: unknown) => {
    const reason = error instanceof Error ? error.message.split(", ")[0] : String(error);
    return new CommandLineError(`--output: ${path} cannot be written: ${reason}`, { cause: error });
  };
  const file = await open(aside, "w").catch((error: unknown) => {
    throw cannotWrite(error);
  });
  const write = async (bytes: Uint8Array) => {
    await file.writeFile(bytes).catch((error: unknown) => {
      throw cannotWrite(error);
    });
  };
  try {
    await writeFile(result, format, { write }, { query });
    await file.sync();
    await file.close();
    await rename(aside, path).catch((error: unknown) => {
      throw cannotWrite(error);
    });
  } catch (error) {
    await file.close().catch(() => {});
    await rm(aside, { force: true });
    throw error;
  }
}
