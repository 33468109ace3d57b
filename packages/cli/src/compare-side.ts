import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { addAbortSignal } from "node:stream";
import { createUsage } from "@metermux/usage";
import type { ComparableRow, Side, SideMap } from "@metermux/usage/compare";
import { connectionNames, openConnections } from "./connections.js";
import { UsageError } from "./failure.js";
import type { Io } from "./io.js";

/** What each side calls things: its ids to shared names. */
export type Maps = Partial<Record<"left" | "right", SideMap>>;

/** Opens a side: a connection of the environment by its name, or a file of rows, a line of JSON each; `-` is stdin. */
export async function openSide(name: string, option: string, map: SideMap | undefined, io: Io): Promise<Side> {
  if (!connectionNames.includes(name)) return { rows: readRows(name, option, io), map };
  const providers = await openConnections([name], io.environment, io.transport);
  return { usage: createUsage(providers, { clock: { now: io.now } }), connections: [name], map };
}

/** Reads the file of `--map`. @throws UsageError for one that cannot be read, or has other members. */
export async function readMaps(path: string | undefined): Promise<Maps> {
  if (path === undefined) return {};
  let maps: unknown;
  try {
    maps = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UsageError(`--map: ${path} cannot be read as JSON: ${reason(error)}`, { cause: error });
  }
  refuseOthers(maps, ["left", "right"], path);
  for (const side of Object.values(maps)) {
    refuseOthers(side, ["meters", "customers", "dimensions"], path);
    for (const names of Object.values(side)) refuseOthers(names, undefined, path);
  }
  return maps;
}

function refuseOthers(value: unknown, members: readonly string[] | undefined, path: string): asserts value is object {
  if (typeof value !== "object" || value === null)
    throw new UsageError(`--map: ${path} has no object where one belongs`);
  const other = Object.entries(value).find(([key, name]) =>
    members ? !members.includes(key) : typeof name !== "string",
  );
  if (other === undefined) return;
  const instead = members === undefined ? "is not a name" : `is not one of ${members.join(", ")}`;
  throw new UsageError(`--map: ${JSON.stringify(other[0])} of ${path} ${instead}`);
}

async function* readRows(path: string, option: string, { stdin, signal }: Io): AsyncGenerator<ComparableRow> {
  const input = addAbortSignal(signal, path === "-" ? stdin : createReadStream(path));
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text.trim() !== "") yield readRow(text, `${option}: ${path}, line ${line}`);
    }
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    const instead = `give a connection (${connectionNames.join(", ")}) or a file of rows`;
    throw new UsageError(`${option}: ${path} cannot be read: ${reason(error)}; ${instead}`, { cause: error });
  }
}

function readRow(text: string, where: string): ComparableRow {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    // The message would quote the content, which can be a file given by mistake.
    throw new UsageError(`${where} is not JSON`);
  }
  const members = typeof row === "object" && row !== null ? (row as Record<string, unknown>) : {};
  if (typeof members.meterId !== "string" || typeof members.windowStart !== "string" || members.value === undefined) {
    throw new UsageError(`${where} is no row: it needs meterId, windowStart and value`);
  }
  return row as ComparableRow; // What else is in it is checked where it is read.
}

/** "ENOENT: no such file or directory, open '…'": the path is said already. */
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).split(", ")[0];
