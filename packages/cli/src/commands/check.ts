import type { Check, CheckStep } from "@metermux/usage";
import type { Command } from "commander";
import { say } from "../failure.js";
import { printRows } from "../formats/print-rows.js";
import type { Column } from "../formats/table.js";
import { openUsage } from "../input/open-usage.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addConnectionOptions, formatOption } from "../input/shared-options.js";
import { type Io, note } from "../io.js";
import type { CommandContext } from "./command.js";

interface CheckOptions {
  connection?: string[];
  sandbox?: boolean;
  format: "table" | "ndjson";
}

/** Declares `metermux check`. */
export function addCheck(program: Command, { io, outcome }: CommandContext): void {
  addConnectionOptions(
    program.command("check").description("try each connection: its credential, its lists, one answer, its clock"),
  )
    .addOption(formatOption(["table", "ndjson"]))
    .addHelpText("after", help)
    .action(async (options: CheckOptions) => {
      outcome.exitCode = await withSandbox(options, io, (inside) => runCheck(options, inside));
    });
}

/** @returns the exit code: 0 where every connection works, else 1. */
async function runCheck({ connection, format }: CheckOptions, io: Io): Promise<number> {
  const checks = await (await openUsage(connection, io)).check({ signal: io.signal });
  io.signal.throwIfAborted();
  if (format === "ndjson") await printRows(checks, { format, columns: [], none: "" }, io);
  else await printRows(checks.flatMap(rowsOf), { format, columns, none: "No connection is configured." }, io);
  await note(
    io,
    checks.flatMap((check) => check.unchecked.map((what) => `${check.connection}: not checked: ${what}`)),
  );
  return checks.every(({ ok }) => ok) ? 0 : 1;
}

type Row = CheckStep & { connection: string };

function rowsOf({ connection, steps }: Check): Row[] {
  return steps.map((step) => ({ connection, ...step }));
}

const columns: readonly Column<Row>[] = [
  { title: "Connection", cell: ({ connection }) => connection },
  { title: "Tried", cell: ({ name }) => name },
  { title: "Works", cell: ({ ok }) => (ok ? "yes" : "no") },
  { title: "Details", cell: ({ about, error }) => (error === undefined ? about : say(error).line) },
];

const help = `
Exit codes: 0 every connection works, 1 one does not, and the others of metermux.

Examples:
  metermux check --sandbox
  metermux check --sandbox --connection metronome --format ndjson
`;
