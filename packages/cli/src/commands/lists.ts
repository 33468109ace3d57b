import type { ConnectionCustomer, ConnectionMeter } from "@metermux/usage";
import type { Command } from "commander";
import { printRows } from "../formats/print-rows.js";
import type { Column } from "../formats/table.js";
import { openUsage } from "../input/open-usage.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addConnectionOptions, formatOption } from "../input/shared-options.js";
import type { CommandContext } from "./command.js";

interface ListOptions {
  connection?: string[];
  sandbox?: boolean;
  format: "table" | "ndjson";
}

/** Declares `metermux meters` and `metermux customers`. */
export function addLists(program: Command, { io }: CommandContext): void {
  const declare = (name: "meters" | "customers", description: string) =>
    addConnectionOptions(program.command(name).description(description))
      .addOption(formatOption(["table", "ndjson"]))
      .addHelpText("after", `\nExamples:\n  metermux ${name} --sandbox --connection metronome\n`);
  declare("meters", "print the meters that connections list, archived ones included").action((options: ListOptions) =>
    withSandbox(options, io, async (inside) => {
      const rows = await (await openUsage(options.connection, inside)).meters({ signal: io.signal });
      await printRows(rows, { format: options.format, columns: meterColumns, none: "No meters are listed." }, io);
    }),
  );
  declare("customers", "print the customers that connections list").action((options: ListOptions) =>
    withSandbox(options, io, async (inside) => {
      const rows = await (await openUsage(options.connection, inside)).customers({ signal: io.signal });
      await printRows(rows, { format: options.format, columns: customerColumns, none: "No customers are listed." }, io);
    }),
  );
}

const meterColumns: readonly Column<ConnectionMeter>[] = [
  { title: "Connection", cell: ({ connection }) => connection },
  { title: "Meter", cell: ({ id }) => id },
  { title: "Name", cell: ({ name }) => name ?? "" },
  { title: "Kind", cell: ({ aggregation }) => aggregation },
  { title: "Unit", cell: ({ unit }) => unit ?? "" },
  { title: "Dimensions", cell: ({ dimensions }) => dimensions?.join(", ") ?? "(not known)" },
  { title: "Archived", cell: ({ archived }) => (archived ? "yes" : "") },
];

const customerColumns: readonly Column<ConnectionCustomer>[] = [
  { title: "Connection", cell: ({ connection }) => connection },
  { title: "Customer", cell: ({ id }) => id },
  { title: "Name", cell: ({ name }) => name ?? "" },
  { title: "Other ids", cell: ({ aliases = [] }) => aliases.join(", ") },
];
