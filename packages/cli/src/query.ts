import { createUsage, type QueryReport, type UsageQuery, type UsageRow } from "@metermux/usage";
import { openConnections } from "./connections.js";
import { type Io, write } from "./io.js";
import { writeNdjson } from "./ndjson.js";

/** The options of `metermux query`, as commander reads them. */
export interface QueryOptions {
  connection?: string[];
  from: string;
  to: string;
  window: "hour" | "day" | "none";
  meter?: string[];
  customer?: string[];
  groupBy?: string;
  maxRequests?: number;
  format: "table" | "ndjson";
}

/** The facade's question behind the options. */
export function toQuery(options: QueryOptions, signal: AbortSignal): UsageQuery {
  return {
    meters: options.meter,
    customers: options.customer,
    start: options.from,
    end: options.to,
    window: options.window,
    groupBy: options.groupBy === undefined ? undefined : [options.groupBy],
    maxRequests: options.maxRequests,
    signal,
  };
}

/** `metermux query`: rows on stdout; what was left out on stderr. A table is printed when its answer is whole. */
export async function runQuery(options: QueryOptions, io: Io): Promise<void> {
  const providers = await openConnections(options.connection, io.environment, io.transport);
  const result = createUsage(providers, { clock: { now: io.now } }).query(toQuery(options, io.signal));
  if (options.format === "ndjson") {
    await writeNdjson(result, io.stdout);
  } else {
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(row);
    const { renderUsage, noData } = await import("./usage-table.js");
    const about = describe(options, Object.keys(providers), rows.length);
    const legend = rows.some(({ value }) => value === null) ? `${noData} means no data, which is not zero.\n` : "";
    await write(io.stdout, `${about}\n${legend}${rows.length === 0 ? "" : renderUsage(rows)}`);
  }
  const lines = reportLines(result.report);
  if (lines.length > 0) await write(io.stderr, lines.map((line) => `metermux: ${line}\n`).join(""));
}

function describe(options: QueryOptions, connections: readonly string[], rows: number): string {
  const grouped = options.groupBy === undefined ? "" : `, grouped by ${options.groupBy}`;
  const range = `from ${options.from} to ${options.to} (end exclusive, UTC)`;
  return `Usage of ${connections.join(", ")} ${range}, window ${options.window}${grouped}: ${rows === 0 ? "no" : rows} ${rows === 1 ? "row" : "rows"}`;
}

/** What the rows do not say, one line each. */
export function reportLines({ skipped, remainders }: QueryReport): string[] {
  return [
    ...skipped.map((meter) => `skipped meter ${label(meter)} of ${meter.connection}: ${meter.reason}`),
    ...remainders.map(
      (part) =>
        `meter ${label(part)} of ${part.connection}: ${part.value} of its usage is in no group listed (in ${part.windows} ${part.windows === 1 ? "window" : "windows"})`,
    ),
  ];
}

function label({ meterId, meterName }: { meterId: string; meterName: string | null }): string {
  return meterName === null ? meterId : `${meterId} (${meterName})`;
}
