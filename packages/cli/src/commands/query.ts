import { openConnections } from "@metermux/connections";
import { createUsage, type Instant, type QueryReport, type UsageQuery, type UsageRow } from "@metermux/usage";
import { writeNdjson } from "../formats/ndjson.js";
import { flagWords, refusalInWords } from "../formats/words.js";
import { nameRequestFields } from "../input/amberflo-request.js";
import { type QueryOptionValues, readQueryOptions } from "../input/query-options.js";
import { type Io, note, write } from "../io.js";

/** The options of `metermux query`, as commander reads them. */
export interface QueryOptions extends QueryOptionValues {
  format: "table" | "ndjson";
}

/** `metermux query`: rows on stdout; what was left out on stderr. A table is printed when its answer is whole. */
export async function runQuery(options: QueryOptions, io: Io): Promise<void> {
  try {
    await answer(options, io);
  } catch (error) {
    throw options.request === undefined ? error : nameRequestFields(error);
  }
}

async function answer(options: QueryOptions, io: Io): Promise<void> {
  const { connections, query } = await readQueryOptions(options, io);
  const providers = await openConnections(connections, io.environment, io.transport);
  const result = createUsage(providers, { clock: { now: io.now } }).query(query);
  if (options.format === "ndjson") {
    await writeNdjson(result.batches(), io.stdout);
  } else {
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(row);
    const { renderUsage, noData } = await import("../formats/usage-table.js");
    const about = describe(query, Object.keys(providers), rows.length);
    const legend = rows.some(({ value }) => value === null) ? `${noData} means no data, which is not zero.\n` : "";
    await write(io.stdout, `${about}\n${legend}${rows.length === 0 ? "" : renderUsage(rows, query.timeZone)}`);
  }
  await note(io, reportLines(result.report));
}

function describe(query: UsageQuery, connections: readonly string[], rows: number): string {
  const grouped = query.groupBy?.length ? `, grouped by ${query.groupBy.join(", ")}` : "";
  const filters = Object.entries(query.filter ?? {}).map(([key, values]) => `, ${key} ${values.join(" or ")}`);
  const range = `from ${formatBound(query.start)} to ${formatBound(query.end)} (end exclusive, ${query.timeZone ?? "UTC"})`;
  const what = `${range}, window ${query.window}${filters.join("")}${grouped}`;
  return `Usage of ${connections.join(", ")} ${what}: ${rows === 0 ? "no" : rows} ${rows === 1 ? "row" : "rows"}`;
}

function formatBound(instant: Instant): string {
  return typeof instant === "string"
    ? instant
    : instant.toISOString().replace(/(T00:00:00)?\.000Z$/, (_, midnight) => (midnight ? "" : "Z"));
}

/** What the rows do not say, one line each. */
export function reportLines({
  leftOut = [],
  skipped,
  remainders,
  notes,
}: Pick<QueryReport, "skipped" | "remainders" | "notes"> & Partial<Pick<QueryReport, "leftOut">>): string[] {
  return [
    ...leftOut.map(
      ({ connection, refusal }) => `left out connection ${connection}: ${refusalInWords(refusal, flagWords)}`,
    ),
    ...skipped.map(
      (meter) => `skipped meter ${label(meter)} of ${meter.connection}: ${refusalInWords(meter.refusal, flagWords)}`,
    ),
    ...remainders.map(
      (part) =>
        `meter ${label(part)} of ${part.connection}: ${part.value ?? "some"} of its usage is in no group listed (in ${part.windows} ${part.windows === 1 ? "window" : "windows"})`,
    ),
    ...notes.map(({ connection, about }) => `${connection}: ${about}`),
  ];
}

function label({ meterId, meterName }: { meterId: string; meterName: string | null }): string {
  return meterName === null ? meterId : `${meterId} (${meterName})`;
}
