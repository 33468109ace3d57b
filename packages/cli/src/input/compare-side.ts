import { connectionNames, openConnections } from "@metermux/connections";
import { createUsage } from "@metermux/usage";
import type { ComparableRow, Side, SideMap } from "@metermux/usage/compare";
import type { Io } from "../io.js";
import { nameOf, readLines } from "./read-file.js";
import { readRow } from "./row-line.js";

/** Opens a side: a connection of the environment by its name, or a file of rows, a line of JSON each; `-` is stdin. */
export async function openSide(name: string, option: string, map: SideMap | undefined, io: Io): Promise<Side> {
  if (!connectionNames.includes(name)) return { rows: readRows(name, option, io), map };
  const providers = await openConnections([name], io.environment, io.transport);
  return { usage: createUsage(providers, { clock: { now: io.now } }), connections: [name], map };
}

async function* readRows(path: string, option: string, io: Io): AsyncGenerator<ComparableRow> {
  const instead = `give a connection (${connectionNames.join(", ")}) or a file of rows`;
  const file = { option, path, instead };
  for await (const { number, text } of readLines(file, io)) {
    const where = `${option}: ${nameOf(file)}, line ${number}`;
    if (text.trim() !== "") yield readRow({ text, where, side: option.slice(2) });
  }
}
