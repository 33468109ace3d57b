import { connectionHelp, openConnections } from "@metermux/connections";
import type { Format } from "@metermux/export";
import {
  createUsage,
  type Instant,
  type QueryReport,
  type Usage,
  type UsageQuery,
  type UsageRow,
} from "@metermux/usage";
import { type Command, Option } from "commander";
import { CommandLineError, say } from "../failure.js";
import { writeNdjson } from "../formats/ndjson.js";
import { formatOf, writeOutput } from "../formats/output-file.js";
import { flagWords, refusalInWords } from "../formats/words.js";
import { nameRequestFields } from "../input/amberflo-request.js";
import { idsOfNames } from "../input/ids-of-names.js";
import { list, once } from "../input/option-parsers.js";
import { type QueryOptionValues, readQueryOptions } from "../input/query-options.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addConnectionOptions, addMaxRequests, addQueryOptions, formatOption } from "../input/shared-options.js";
import { type Io, note, write } from "../io.js";
import type { CommandContext } from "./command.js";

/** The options of `metermux query`, as commander reads them. */
export interface QueryOptions extends QueryOptionValues {
  sandbox?: boolean;
  output?: string;
  columns?: string[];
  format: "table" | "ndjson";
}

/** Declares `metermux query`. */
export function addQuery(program: Command, { io, outcome }: CommandContext): void {
  const command = program
    .command("query")
    .description("print usage, one row for each meter, customer, window and group");
  addConnectionOptions(command);
  addQueryOptions(command, { each: "row", name: "the vendor's id or display name" });
  addMaxRequests(command, "a query")
    .addOption(
      new Option("--request <file>", "Amberflo's UsageQueryRequest as JSON, in place of the options above; - is stdin")
        .argParser(once)
        .conflicts(["from", "to", "for", "window", "timeZone", "meter", "measures", "customer", "groupBy", "filter"]),
    )
    .addOption(new Option("--incomplete <choice>", "rows that can still change").choices(["include", "exclude"]))
    .option("--raw", "each row with what the vendor sent; with --format ndjson")
    .option("--keep-going", "finish the other connections when one fails; ends with 1 all the same")
    .addOption(
      new Option(
        "--output <file>",
        "write a file, by its ending .csv, .json, .ndjson or .parquet; it appears when it is whole",
      )
        .argParser(once)
        .conflicts(["format", "keepGoing"]),
    )
    .option("--columns <names>", "of the file, in order, with commas between: meter_id,window_start,value", list)
    .addOption(formatOption(["table", "ndjson"]))
    .addHelpText("after", queryHelp)
    .action(async (options: QueryOptions) => {
      outcome.exitCode = await withSandbox(options, io, (inside) => runQuery(options, inside));
    });
}

/**
 * `metermux query`: rows on stdout; what was left out on stderr. A table is printed when its answer is whole.
 *
 * @returns the exit code: 1 where a connection failed and the others were finished, else 0.
 */
async function runQuery(options: QueryOptions, io: Io): Promise<number> {
  if (options.columns && options.output === undefined) {
    throw new CommandLineError("--columns: they are those of a file; add --output with a name in .csv or .parquet");
  }
  if (options.raw && options.format === "table" && options.output === undefined)
    throw new CommandLineError("--raw: a table has no room for it; add --format ndjson");
  try {
    return await answer(options, io);
  } catch (error) {
    throw options.request === undefined ? error : nameRequestFields(error);
  }
}

async function answer(options: QueryOptions, io: Io): Promise<number> {
  const { connections, query } = await readQueryOptions(options, io);
  const { output, columns, raw } = options;
  const format = output === undefined ? undefined : await formatOf({ output, columns, raw });
  const providers = await openConnections(connections, io.environment, io.transport);
  const usage = createUsage(providers, { clock: { now: io.now } });
  const names = Object.keys(providers);
  const answering = { options, format, names, io };
  try {
    return await print(usage, query, answering);
  } catch (error) {
    const resolved = options.request === undefined ? await idsOfNames(error, usage, query) : undefined;
    if (resolved === undefined) throw error;
    await note(io, resolved.notes);
    return await print(usage, resolved.query, answering);
  }
}

interface Answering {
  options: QueryOptions;
  /** Of the file to write; undefined for stdout. */
  format: Format | undefined;
  /** The connections that are asked. */
  names: readonly string[];
  io: Io;
}

async function print(usage: Usage, query: UsageQuery, { options, format, names, io }: Answering): Promise<number> {
  const result = usage.query(query);
  if (options.output !== undefined && format !== undefined) {
    await writeOutput(options.output, format, result, query);
    await note(io, [`${options.output} has ${result.report.rows} ${result.report.rows === 1 ? "row" : "rows"}`]);
  } else if (options.format === "ndjson") {
    await writeNdjson(result.batches(), io.stdout);
  } else {
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(row);
    const { renderUsage, noData } = await import("../formats/usage-table.js");
    const about = describe(query, names, rows.length);
    const legend = rows.some(({ value }) => value === null) ? `${noData} means no data, which is not zero.\n` : "";
    await write(io.stdout, `${about}\n${legend}${rows.length === 0 ? "" : renderUsage(rows, query.timeZone)}`);
  }
  const { report } = result;
  await note(io, [...reportLines(report), ...report.failures.map(describeConnectionFailure)]);
  return report.failures.length === 0 ? 0 : 1;
}

function describeConnectionFailure({ connection, error }: QueryReport["failures"][number]): string {
  const { line, advice } = say(error);
  return `connection ${connection} failed: ${line}${advice === undefined ? "" : `; try ${advice}`}`;
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

const queryHelp = `
--from and --window are required, or --for and --window, or --request, which asks amberflo where no --connection is given.

Connections come from the environment, named after their vendor:
${connectionHelp()}
Examples:
  metermux query --sandbox --connection amberflo --from -7d --window day
  metermux query --sandbox --connection amberflo --from -7d --window day --output usage.csv
  metermux query --sandbox --connection amberflo --for yesterday --window day --meter api_calls --customer total
  metermux query --from 2026-03-01 --to 2026-03-08 --window day --connection metronome --meter ID --customer ID
  metermux query --from 2026-03-01T06:00:00Z --to 2026-03-01T12:00:00Z --window hour --format ndjson
  metermux query --from 2026-03-01 --to 2026-04-01 --window none --connection amberflo --meter api_calls \\
    --customer total --group-by region --filter region=us-east --filter region=us-west
  metermux query --from 2026-03-01 --to 2026-03-08 --window day --connection amberflo \\
    --connection amberflo-portal --meter api_calls
  metermux query --request usage-query-request.json
`;
