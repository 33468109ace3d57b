import type { Command } from "commander";
import { collect, once } from "../input/option-parsers.js";
import { withSandbox } from "../input/sandbox-io.js";
import { addMaxRequests, addQueryOptions, formatOption, sandboxOption } from "../input/shared-options.js";
import type { CommandContext } from "./command.js";
import type { CompareCommandOptions } from "./run-compare.js";

/** Declares `metermux compare`. */
export function addCompare(program: Command, { io, outcome }: CommandContext): void {
  const command = program
    .command("compare")
    .description("lay two sides that should agree beside each other, and print what differs")
    .requiredOption("--left <side>", "a connection of the environment, or a file of rows; - is stdin", once)
    .requiredOption("--right <side>", "the other", once)
    .addOption(sandboxOption());
  addQueryOptions(command, { each: "key", name: "a shared name" })
    .option("--map <file>", "each side's ids to shared names, as JSON", once)
    .option("--by <part>", "meter, customer, window, groups: what a key is made of, repeatable; default all", collect)
    .option("--absolute <decimal>", "how far values may lie apart and still match; default 0", once)
    .option("--relative <decimal>", "the same as a share of the larger, such as 0.001", once);
  addMaxRequests(command, "a side")
    .addOption(formatOption(["table", "ndjson"], "; ndjson has every key"))
    .addHelpText("after", compareHelp)
    .action(async (options: CompareCommandOptions) => {
      const { runCompare } = await import("./run-compare.js");
      outcome.exitCode = await withSandbox(options, io, (inside) => runCompare(options, inside));
    });
}

const compareHelp = `
--from and --window are required, or --for and --window. A file has a row as JSON on each line, with meterId, windowStart and value (a
decimal as a string), and customerId, groups, window, unit and aggregation where it has them, as in the ndjson of query.
--map is { "left": { "meters": { "ID": "NAME" }, "customers": {}, "dimensions": {} }, "right": {} }.

Exit codes: 0 everything matches, 3 something does not or a name is on neither side, 2 also where nothing was compared, and
the others of metermux.

Examples:
  metermux compare --sandbox --left amberflo --right amberflo --from -2d --window day --meter api_calls
`;
