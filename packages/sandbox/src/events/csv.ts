import { fields } from "./given-event.js";
import type { Line } from "./line.js";
import { maxLineLength } from "./lines.js";

const columns: readonly string[] = fields;

/**
 * Comma-separated values with a first line of names. A column that is not a field of an event is a property; an empty
 * cell is absent.
 *
 * @throws RangeError for a line that is not valid CSV
 */
export async function* readCsv(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Line> {
  const [{ parse }, { Readable }] = await Promise.all([import("csv-parse"), import("node:stream")]);
  const parser = parse({
    bom: true,
    columns: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: maxLineLength,
  });
  const source = Readable.from(pieces);
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { info, record } of parser) yield { number: info.lines, event: eventOf(record) };
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_")) {
      throw new RangeError(`line ${parser.info.lines}: not CSV: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function eventOf(record: Readonly<Record<string, string>>): unknown {
  const cells = Object.entries(record).filter(([, cell]) => cell !== "");
  const isField = ([name]: readonly [string, string]): boolean => columns.includes(name);
  return {
    ...Object.fromEntries(cells.filter(isField).map(([name, cell]) => [name, instantOf(name, cell)])),
    properties: Object.fromEntries(cells.filter((cell) => !isField(cell))),
  };
}

/** Whole digits in a column of instants are milliseconds. */
function instantOf(name: string, cell: string): string | number {
  return (name === "timestamp" || name === "receivedAt") && /^\d+$/.test(cell) ? Number(cell) : cell;
}
