import { isMetermuxError, type Usage, type UsageQuery } from "@metermux/usage";
import { CommandLineError } from "../failure.js";

/** A query whose display names are ids, and what to say of each. */
export interface ResolvedNames {
  query: UsageQuery;
  notes: readonly string[];
}

/**
 * The ids of display names that stand in place of ids, after a query was refused for an id that does not exist: an id
 * always comes first, and nothing more is listed where all are ids.
 *
 * @returns undefined where the error is another one, or no name fits.
 * @throws CommandLineError for a name that several have, with their ids.
 */
export async function idsOfNames(error: unknown, usage: Usage, query: UsageQuery): Promise<ResolvedNames | undefined> {
  if (!isMetermuxError(error) || error.code !== "invalid_input") return undefined;
  if (error.field !== "meters" && error.field !== "customers") return undefined;
  const { meters, customers, signal } = query;
  const notes: string[] = [];
  const resolve = async (
    names: readonly string[] | undefined,
    option: string,
    list: () => Promise<readonly Listed[]>,
  ) => {
    if (names === undefined) return undefined;
    const known = await list();
    return names.map((name) => idOf(name, known, option, notes));
  };
  const resolved = {
    ...query,
    meters: await resolve(meters, "--meter", () => usage.meters({ signal })),
    customers:
      customers === "total" ? customers : await resolve(customers, "--customer", () => usage.customers({ signal })),
  };
  return notes.length === 0 ? undefined : { query: resolved, notes };
}

interface Listed {
  connection: string;
  id: string;
  name: string | null;
  aliases?: readonly string[];
}

function idOf(name: string, known: readonly Listed[], option: string, notes: string[]): string {
  if (known.some(({ id, aliases = [] }) => id === name || aliases.includes(name))) return name;
  const namesakes = known.filter((each) => each.name?.toLowerCase() === name.toLowerCase());
  const ids = [...new Set(namesakes.map(({ id }) => id))];
  const [id, ...others] = ids;
  if (id === undefined) return name;
  const shown = JSON.stringify(name);
  if (others.length > 0) {
    const each = namesakes.map(({ connection, id: own }) => `${own} of ${connection}`);
    throw new CommandLineError(`${option}: ${shown} is the name of several; give the id: ${each.join(", ")}`);
  }
  notes.push(`${option} ${shown} is ${id}`);
  return id;
}
