import type { SideMap } from "@metermux/usage/compare";
import { CommandLineError } from "../failure.js";
import type { Io } from "../io.js";
import { readDocument } from "./read-file.js";

/** What each side calls things: its ids to shared names. */
export type Maps = Partial<Record<"left" | "right", SideMap>>;

/** Reads the file of `--map`. @throws CommandLineError for one that cannot be read, or has other members. */
export async function readMaps(path: string | undefined, io: Pick<Io, "stdin" | "signal">): Promise<Maps> {
  if (path === undefined) return {};
  const text = await readDocument({ option: "--map", path }, io);
  let maps: unknown;
  try {
    maps = JSON.parse(text);
  } catch {
    // The message would quote the content, which can be a file given by mistake.
    throw new CommandLineError(`--map: ${path} is not JSON`);
  }
  for (const [side, tables] of membersOf(maps, ["left", "right"], path)) {
    for (const [kind, names] of membersOf(tables, ["meters", "customers", "dimensions"], path)) {
      for (const [id, name] of membersOf(names, undefined, path)) {
        if (typeof name === "string" && name !== "") continue;
        const what = `${side}.${kind}, ${JSON.stringify(id)} of ${path} is ${JSON.stringify(name)}`;
        throw new CommandLineError(`--map: ${what}, which is not a name; names are text, as in "acme" or "42"`);
      }
    }
  }
  return maps as Maps; // Every member has been checked.
}

function membersOf(value: unknown, known: readonly string[] | undefined, path: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CommandLineError(`--map: ${path} has no object where one belongs`);
  }
  const members = Object.entries(value);
  const other = known && members.find(([name]) => !known.includes(name));
  if (other === undefined) return members;
  throw new CommandLineError(`--map: ${JSON.stringify(other[0])} of ${path} is not one of ${known?.join(", ")}`);
}
