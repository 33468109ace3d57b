import { connectionNames } from "@metermux/connections";
import { type Command, Option } from "commander";
import { collect, collectByKey, once, wholeNumber } from "./option-parsers.js";

/** The options of every command that asks connections. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option(
      "--connection <name>",
      `a connection of the environment, repeatable (${connectionNames.join(", ")}); default all`,
      collect,
    )
    .addOption(sandboxOption());
}

/** In place of an account. */
export function sandboxOption(): Option {
  return new Option("--sandbox", "ask a sandbox that is started for it, in place of accounts");
}

/**
 * The options that say what is asked.
 *
 * @param words what a row, or a key of a comparison, is called, and what names are taken.
 */
export function addQueryOptions(command: Command, { each, name }: { each: string; name: string }): Command {
  return command
    .option(
      "--from <time>",
      "first instant: 2026-03-01 (of --time-zone), 2026-03, -7d, -24h, yesterday, or an instant",
      once,
    )
    .option("--to <time>", "end, not included itself; default the end of the running window", once)
    .addOption(
      new Option("--for <period>", "the whole of a month or day: 2026-03, 2026-03-01, this-month, yesterday")
        .argParser(once)
        .conflicts(["from", "to"]),
    )
    .addOption(
      new Option("--window <length>", `one ${each} for each`).choices(["hour", "day", "week", "month", "none"]),
    )
    .option("--time-zone <name>", "IANA zone of the windows and of dates without a time; default UTC")
    .option("--meter <id>", `${name} of a meter, repeatable; default all`, collect)
    .addOption(
      new Option("--measures <kind>", "which meters, where none is named; default usage").choices([
        "usage",
        "cost",
        "all",
      ]),
    )
    .option("--customer <id>", `${name} of a customer, repeatable; default all; total: all as one`, collect)
    .option("--group-by <key>", `a dimension, repeatable: one ${each} for each of its values`, collect)
    .option("--filter <key=value>", "only events with this value of a dimension, repeatable", collectByKey);
}

/** How many requests may go out. */
export function addMaxRequests(command: Command, what: string): Command {
  const description = `refuse ${what} that needs more; default 2000`;
  return command.option("--max-requests <count>", description, wholeNumber(1, 1_000_000_000));
}

/** Another one than the first is asked for by name. */
export function formatOption(choices: readonly [string, ...string[]], more = ""): Option {
  return new Option("--format <format>", `how to print${more}`).choices(choices).default(choices[0]);
}
