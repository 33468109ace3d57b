import type { UsagePlan } from "@metermux/usage";
import type { Command } from "commander";
import { printRows } from "../formats/print-rows.js";
import { jsonLine } from "../formats/printable.js";
import type { Column } from "../formats/table.js";
import { flagWords, refusalInWords } from "../formats/words.js";
import { openUsage } from "../input/open-usage.js";
import { type QueryOptionValues, toQuery } from "../input/query-options.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addConnectionOptions, addQueryOptions, formatOption } from "../input/shared-options.js";
import { type Io, note, write } from "../io.js";
import type { CommandContext } from "./command.js";

interface PlanOptions extends Omit<QueryOptionValues, "request"> {
  sandbox?: boolean;
  format: "table" | "json";
}

/** Declares `metermux plan`. */
export function addPlan(program: Command, { io }: CommandContext): void {
  const command = program
    .command("plan")
    .description(
      "print what query would ask of each vendor: which requests, how many, for how long; asks for no usage",
    );
  addQueryOptions(addConnectionOptions(command), { each: "row", name: "the vendor's id" })
    .addOption(formatOption(["table", "json"], "; json has every request"))
    .addHelpText("after", help)
    .action((options: PlanOptions) => withSandbox(options, io, (inside) => runPlan(options, inside)));
}

async function runPlan(options: PlanOptions, io: Io): Promise<void> {
  const plan = await (await openUsage(options.connection, io)).plan(toQuery(options, io));
  if (options.format === "json") return await write(io.stdout, jsonLine(plan));
  await printRows(rowsOf(plan), { format: "table", columns, none: "No connection is asked." }, io);
  const time = `at least ${Math.ceil(plan.milliseconds / 1000)} s`;
  await write(io.stdout, `${plan.requests} ${plan.requests === 1 ? "request" : "requests"} for usage, ${time}\n`);
  await note(io, notesOf(plan));
}

function notesOf({ connections, leftOut }: UsagePlan): string[] {
  const skipped = connections.flatMap(({ connection, skipped: meters }) =>
    meters.map(
      ({ meterId, refusal }) => `skips meter ${meterId} of ${connection}: ${refusalInWords(refusal, flagWords)}`,
    ),
  );
  const left = leftOut.map(
    ({ connection, refusal }) => `leaves out connection ${connection}: ${refusalInWords(refusal, flagWords)}`,
  );
  return [
    ...left,
    ...skipped,
    ...connections.flatMap(({ connection, notes }) => notes.map((text) => `${connection}: ${text}`)),
  ];
}

interface Row {
  connection: string;
  operation: string;
  meters: number;
  requests: number;
  source: string;
  how: string;
}

function rowsOf({ connections }: UsagePlan): Row[] {
  return connections.flatMap(({ connection, steps }) =>
    steps.map(({ operation, meters, calls, source, how }) => {
      const requests = calls.reduce((sum, call) => sum + call.requests, 0);
      return { connection, operation, meters: meters.length, requests, source, how };
    }),
  );
}

const columns: readonly Column<Row>[] = [
  { title: "Connection", cell: ({ connection }) => connection },
  { title: "Operation", cell: ({ operation }) => operation },
  { title: "Meters", alignment: "right", cell: ({ meters }) => String(meters) },
  { title: "Requests", alignment: "right", cell: ({ requests }) => String(requests) },
  { title: "Window asked", cell: ({ source }) => source },
  { title: "Rows are", cell: ({ how }) => how },
];

const help = `
--from and --window are required, or --for and --window.

Examples:
  metermux plan --sandbox --for this-month --window month
  metermux plan --sandbox --connection metronome --for yesterday --window day --format json
`;
