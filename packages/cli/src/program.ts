import { readFileSync } from "node:fs";
import { connectionHelp, connectionNames, secretsOf } from "@metermux/connections";
import { Command, Option } from "commander";
import type { CompareCommandOptions } from "./commands/compare.js";
import { type QueryOptions, runQuery } from "./commands/query.js";
import { runSandbox, type SandboxOptions } from "./commands/sandbox.js";
import { describeFailure } from "./failure.js";
import { collect, collectByKey, once, wholeNumber } from "./input/option-parsers.js";
import { type Io, write } from "./io.js";

/**
 * Runs a command line.
 *
 * @param argv the words after the command's own name.
 * @returns the exit code: 0, 2 for input to correct, 3 for a comparison that differs, 130 when interrupted, 1 for any
 * other failure.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let commands: readonly string[] = [];
  try {
    const outcome = { exitCode: 0 };
    const program = createProgram(io, outcome);
    commands = program.commands.map((command) => command.name());
    await program.parseAsync([...argv], { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    const name = argv.find((word) => commands.includes(word));
    const command = name === undefined ? undefined : `metermux ${name}`;
    const context = { interrupted: io.signal.aborted, secrets: secretsOf(io.environment), command };
    const { line, advice, exitCode } = describeFailure(error, context);
    // With stderr gone there is nobody left to tell.
    const lines = [line, advice].filter((each) => each !== undefined).map((each) => `${each}\n`);
    if (lines.length > 0) await write(io.stderr, lines.join("")).catch(() => {});
    return exitCode;
  }
}

function createProgram(io: Io, outcome: { exitCode: number }): Command {
  const program = new Command("metermux")
    .description("Ask metering vendors for usage.")
    .version(readVersion())
    .exitOverride()
    // A failure is one line, and describeFailure writes it.
    .configureOutput({
      writeOut: (text) => void write(io.stdout, text).catch(() => {}),
      writeErr: (text) => void write(io.stderr, text).catch(() => {}),
      outputError: () => {},
    })
    .addHelpText("after", examples);
  addQuery(program, io);
  addCompare(program, io, outcome);
  addSandbox(program, io);
  program
    .command("demo")
    .description("ask a sandbox's vendors for their last 7 days of invented usage, side by side")
    .action(async () => (await import("./demo/demo.js")).runDemo(io));
  return program;
}

function addQuery(program: Command, io: Io): void {
  program
    .command("query")
    .description("print usage, one row for each meter, customer, window and group")
    .option(
      "--connection <name>",
      `a connection of the environment, repeatable (${connectionNames.join(", ")}); default all`,
      collect,
    )
    .option("--from <time>", "first instant: a date (of --time-zone) or an instant with its offset", once)
    .option("--to <time>", "end, not included itself", once)
    .addOption(new Option("--window <length>", "one row for each").choices(["hour", "day", "week", "month", "none"]))
    .option("--time-zone <name>", "IANA zone of the windows and of dates without a time; default UTC")
    .option("--meter <id>", "the vendor's id of a meter, repeatable; default all", collect)
    .option("--customer <id>", "the vendor's id of a customer, repeatable; default all; total: all as one", collect)
    .option("--group-by <key>", "a dimension, repeatable: one row for each of its values", collect)
    .option("--filter <key=value>", "only events with this value of a dimension, repeatable", collectByKey)
    .addOption(
      new Option("--request <file>", "Amberflo's UsageQueryRequest as JSON, in place of the options above; - is stdin")
        .argParser(once)
        .conflicts(["from", "to", "window", "timeZone", "meter", "customer", "groupBy", "filter"]),
    )
    .option("--max-requests <count>", "refuse a query that needs more; default 2000", wholeNumber(1, 1_000_000_000))
    .addOption(new Option("--format <format>", "how to print").choices(["table", "ndjson"]).default("table"))
    .addHelpText("after", queryHelp)
    .action((options: QueryOptions) => runQuery(options, io));
}

function addCompare(program: Command, io: Io, outcome: { exitCode: number }): void {
  program
    .command("compare")
    .description("lay two sides that should agree beside each other, and print what differs")
    .requiredOption("--left <side>", "a connection of the environment, or a file of rows; - is stdin", once)
    .requiredOption("--right <side>", "the other", once)
    .option("--from <time>", "first instant: a date (of --time-zone) or an instant with its offset", once)
    .option("--to <time>", "end, not included itself", once)
    .addOption(new Option("--window <length>", "one key for each").choices(["hour", "day", "week", "month", "none"]))
    .option("--time-zone <name>", "IANA zone of the windows and of dates without a time; default UTC")
    .option("--meter <name>", "a shared name, repeatable; default all", collect)
    .option("--customer <name>", "a shared name, repeatable; default all; total: all as one", collect)
    .option("--group-by <key>", "a dimension, repeatable: one key for each of its values", collect)
    .option("--filter <key=value>", "only events with this value of a dimension, repeatable", collectByKey)
    .option("--map <file>", "each side's ids to shared names, as JSON", once)
    .option("--by <part>", "meter, customer, window, groups: what a key is made of, repeatable; default all", collect)
    .option("--absolute <decimal>", "how far values may lie apart and still match; default 0", once)
    .option("--relative <decimal>", "the same as a share of the larger, such as 0.001", once)
    .option("--max-requests <count>", "refuse a side that needs more; default 2000", wholeNumber(1, 1_000_000_000))
    .addOption(
      new Option("--format <format>", "how to print; ndjson has every key")
        .choices(["table", "ndjson"])
        .default("table"),
    )
    .addHelpText("after", compareHelp)
    .action(async (options: CompareCommandOptions) => {
      const { runCompare } = await import("./commands/compare.js");
      outcome.exitCode = await runCompare(options, io);
    });
}

function addSandbox(program: Command, io: Io): void {
  program
    .command("sandbox")
    .description("run the vendors on this machine, with invented data or your own, until Ctrl-C")
    .option("--port <number>", "default any that is free", wholeNumber(0, 65_535))
    .option("--seed <number>", "which world", wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
    .option("--now <instant>", "the moment at which the world is seen; default the time of the start", once)
    .option(
      "--events <file>",
      "events of your own in place of invented ones: .csv, or a line of JSON each; - is stdin",
      once,
    )
    .option("--lenient", "answer whatever the vendors' specs let pass, by any credential, without rate limits")
    .action((options: SandboxOptions) => runSandbox(options, io));
}

const examples = `
Examples:
  metermux demo
  metermux sandbox --port 8080
  metermux query --connection metronome --from 2026-03-01 --to 2026-03-08 --window day
  metermux query --request usage-query-request.json
  metermux compare --left metronome --right ours.ndjson --from 2026-03-01 --to 2026-03-08 --window day --map map.json
  metermux query --help

Exit codes: 0 done, 1 failed, 2 input to correct, 3 a comparison that differs, 130 interrupted.
`;

const compareHelp = `
--from, --to and --window are required. A file has a row as JSON on each line, with meterId, windowStart and value (a
decimal as a string), and customerId, groups, window, unit and aggregation where it has them, as in the ndjson of query.
--map is { "left": { "meters": { "ID": "NAME" }, "customers": {}, "dimensions": {} }, "right": {} }.

Exit codes: 0 everything matches, 3 something does not or a name is on neither side, 2 also where nothing was compared, and
the others of metermux.
`;

const queryHelp = `
--from, --to and --window are required, or --request, which asks amberflo where no --connection is given.

Connections come from the environment, named after their vendor:
${connectionHelp()}
Examples:
  metermux query --from 2026-03-01 --to 2026-03-08 --window day --connection metronome --meter ID --customer ID
  metermux query --from 2026-03-01T06:00:00Z --to 2026-03-01T12:00:00Z --window hour --format ndjson
  metermux query --from 2026-03-01 --to 2026-04-01 --window none --connection amberflo --meter api_calls \\
    --customer total --group-by region --filter region=us-east --filter region=us-west
  metermux query --from 2026-03-01 --to 2026-03-08 --window day --connection amberflo \\
    --connection amberflo-portal --meter api_calls
  metermux query --request usage-query-request.json
`;

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return "unknown";
  return String(manifest.version);
}
