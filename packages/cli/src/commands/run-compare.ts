import type { UsageQuery } from "@metermux/usage";
import { type By, type ComparedKey, type Comparison, compare, type MeterTotal } from "@metermux/usage/compare";
import { notesOf } from "../formats/compare-notes.js";
import { jsonLine, printableLines } from "../formats/printable.js";
import { type Column, renderTable } from "../formats/table.js";
import { noData } from "../formats/usage-table.js";
import { formatStart, startHeading } from "../formats/window-start.js";
import { openSide } from "../input/compare-side.js";
import { readMaps } from "../input/maps.js";
import { type QueryOptionValues, toQuery } from "../input/query-options.js";
import { type Io, write } from "../io.js";

/** The options of `metermux compare`, as commander reads them. */
export interface CompareCommandOptions
  extends Omit<QueryOptionValues, "connection" | "request" | "incomplete" | "raw" | "keepGoing"> {
  left: string;
  right: string;
  map?: string;
  by?: By[];
  absolute?: string;
  relative?: string;
  sandbox?: boolean;
  format: "table" | "ndjson";
}

/**
 * `metermux compare`: what differs, and totals.
 *
 * @returns the exit code: 0 where every key matches and all that was named was compared, else 3.
 */
export async function runCompare(options: CompareCommandOptions, io: Io): Promise<number> {
  const { by, absolute, relative } = options;
  const query = toQuery(options, io);
  const maps = await readMaps(options.map, io);
  const left = await openSide(options.left, "--left", maps.left, io);
  const right = await openSide(options.right, "--right", maps.right, io);
  const comparison = await compare(query, { left, right, by, tolerance: { absolute, relative } });
  const notes = notesOf(comparison);
  if (options.format === "table") {
    await write(io.stdout, [...notes, describe(comparison, query)].map(printableLines).join("\n"));
  } else {
    for (const note of notes) await write(io.stderr, `metermux: ${printableLines(note)}\n`);
    for (const key of comparison.keys) await write(io.stdout, jsonLine(key));
  }
  const { counts, keys, absent } = comparison;
  return counts.match === keys.length && absent.meters.length + absent.customers.length === 0 ? 0 : 3;
}

function describe({ keys, totals, counts }: Comparison, query: UsageQuery): string {
  const differing = keys.filter(({ verdict }) => verdict !== "match");
  const sums = totals.length === 0 ? "" : renderTable(totalColumns, totals);
  const details = differing.length === 0 ? "" : renderTable(keyColumns(keys, query), differing);
  return `${counts.match} of ${keys.length} keys match\n${sums}${details}`;
}

const number = <Row>(title: string, value: (row: Row) => string | null): Column<Row> => ({
  ...{ title, alignment: "right", cell: (row) => value(row) ?? noData },
});

const totalColumns: readonly Column<MeterTotal>[] = [
  { title: "Meter", cell: ({ meter = "(all)" }) => meter },
  number("Left", ({ left }) => left),
  number("Right", ({ right }) => right),
  number("Right - left", ({ difference }) => difference),
  number("Keys that match", ({ counts }) => String(counts.match)),
  number("that do not", ({ counts }) => String(Object.values(counts).reduce((sum, each) => sum + each) - counts.match)),
];

function keyColumns(keys: readonly ComparedKey[], { window, timeZone = "UTC" }: UsageQuery): Column<ComparedKey>[] {
  const dimensions = [...new Set(keys.flatMap(({ groups = {} }) => Object.keys(groups)))];
  return [
    { title: "Agreement", cell: ({ verdict }) => verdict },
    { title: "Meter", cell: ({ meter = "(all)" }) => meter },
    { title: "Customer", cell: ({ customer = "(all)" }) => customer ?? "(account)" },
    ...dimensions.map((key) => ({
      title: key,
      cell: ({ groups = {} }: ComparedKey) => (Object.hasOwn(groups, key) ? groups[key] : null) ?? "(none)",
    })),
    { title: startHeading(timeZone), cell: ({ windowStart }) => formatStart(window, windowStart, timeZone) },
    number("Left", ({ left }) => left?.value ?? null),
    number("Right", ({ right }) => right?.value ?? null),
    number("Right - left", ({ difference }) => difference),
    { title: "Likely cause", cell: ({ hints }) => hints.map(({ code, text }) => `${code}: ${text}`).join("; ") },
  ];
}
