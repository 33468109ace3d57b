import { readFileSync } from "node:fs";
import { secretsOf } from "@metermux/connections";
import { Command } from "commander";
import { addCapabilities } from "./commands/capabilities.js";
import { addCheck } from "./commands/check.js";
import type { CommandContext } from "./commands/command.js";
import { addCompare } from "./commands/compare.js";
import { addLists } from "./commands/lists.js";
import { addPlan } from "./commands/plan.js";
import { addQuery } from "./commands/query.js";
import { addSandbox } from "./commands/sandbox.js";
import { describeFailure } from "./failure.js";
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
    const program = createProgram({ io, outcome });
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

function createProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command("metermux")
    .description("Ask metering vendors for usage.")
    .version(readVersion())
    .exitOverride()
    // describeFailure writes what went wrong.
    .configureOutput({
      writeOut: (text) => void write(io.stdout, text).catch(() => {}),
      writeErr: (text) => void write(io.stderr, text).catch(() => {}),
      outputError: () => {},
    })
    .addHelpText("after", examples);
  addQuery(program, context);
  addPlan(program, context);
  addCompare(program, context);
  addLists(program, context);
  addCapabilities(program, context);
  addCheck(program, context);
  addSandbox(program, context);
  program
    .command("demo")
    .description("ask a sandbox's vendors for their last 7 days of invented usage, side by side")
    .action(async () => (await import("./demo/demo.js")).runDemo(io));
  return program;
}

const examples = `
Examples:
  metermux demo
  metermux sandbox --port 8080
  metermux query --sandbox --connection amberflo --from -7d --window day
  metermux meters --sandbox --connection amberflo
  metermux check --sandbox
  metermux query --connection metronome --from 2026-03-01 --to 2026-03-08 --window day
  metermux query --request usage-query-request.json
  metermux compare --left metronome --right ours.ndjson --from 2026-03-01 --to 2026-03-08 --window day --map map.json
  metermux query --help

Exit codes: 0 done, 1 failed, 2 input to correct, 3 a comparison that differs, 130 interrupted.
`;

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return "unknown";
  return String(manifest.version);
}
