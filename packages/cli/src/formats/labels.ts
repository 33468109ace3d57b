import { printable } from "./printable.js";

/** Something that a vendor gives an id and maybe a name. */
export interface Named {
  id: string;
  name: string | null;
}

/** Names to show for ids: the name where it says which one is meant, with the id where several share it. */
export function labelsFor(items: Iterable<Named>): (id: string) => string {
  const names = new Map<string, string | null>();
  // As they are shown: names that differ only in what is not printed would look like one.
  for (const { id, name } of items) names.set(id, name === null ? null : printable(name));
  const shared = new Map<string, number>();
  for (const name of names.values()) if (name !== null) shared.set(name, (shared.get(name) ?? 0) + 1);
  return (id) => {
    const name = names.get(id);
    if (!name) return id;
    return (shared.get(name) ?? 0) > 1 ? `${name} (${id})` : name;
  };
}

/** The same for each connection by itself: ids and names are its vendor's own. */
export function labelsByConnection(
  items: readonly (Named & { connection: string })[],
): (connection: string, id: string) => string {
  const connections = [...new Set(items.map(({ connection }) => connection))];
  const labels = new Map(
    connections.map((name) => [name, labelsFor(items.filter(({ connection }) => connection === name))]),
  );
  return (connection, id) => labels.get(connection)?.(id) ?? id;
}
