import type { Aggregation, ConnectionCapabilities, Window } from "@metermux/usage";
import type { Command } from "commander";
import { printRows } from "../formats/print-rows.js";
import type { Column } from "../formats/table.js";
import { openUsage } from "../input/open-usage.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addConnectionOptions, formatOption } from "../input/shared-options.js";
import { write } from "../io.js";
import type { CommandContext } from "./command.js";

interface CapabilitiesOptions {
  connection?: string[];
  sandbox?: boolean;
  format: "table" | "ndjson";
}

/** Declares `metermux capabilities`. */
export function addCapabilities(program: Command, { io }: CommandContext): void {
  addConnectionOptions(
    program.command("capabilities").description("print how each window is answered for each kind of meter; no request"),
  )
    .addOption(formatOption(["table", "ndjson"]))
    .addHelpText("after", help)
    .action((options: CapabilitiesOptions) =>
      withSandbox(options, io, async (inside) => {
        const connections = (await openUsage(options.connection, inside)).capabilities();
        const print = { format: options.format, columns: [], none: "No connection is configured." };
        if (options.format === "ndjson") return await printRows(connections, print, io);
        await printRows(connections.flatMap(rowsOf), { ...print, columns: columnsOf(connections) }, io);
        await write(io.stdout, legend);
      }),
    );
}

interface Row {
  connection: string;
  window: string;
  answers: Readonly<Record<string, string>>;
}

function rowsOf({ connection, answers }: ConnectionCapabilities): Row[] {
  const windows = Object.entries(answers) as [Window, Readonly<Record<Aggregation, string>>][];
  return windows.map(([window, byKind]) => ({ connection, window, answers: byKind }));
}

function columnsOf([first]: readonly ConnectionCapabilities[]): Column<Row>[] {
  const kinds = Object.keys(first?.answers.day ?? {});
  return [
    { title: "Connection", cell: ({ connection }) => connection },
    { title: "Window", cell: ({ window }) => window },
    ...kinds.map((kind) => ({ title: kind, cell: ({ answers }: Row) => answers[kind] ?? "" })),
  ];
}

const legend =
  "Windows of UTC. native: as the vendor has it; from day: rolled up from days, exactly; refused: no exact answer.\n";

const help = `
Examples:
  metermux capabilities --sandbox
  metermux capabilities --sandbox --connection amberflo --format ndjson
`;
