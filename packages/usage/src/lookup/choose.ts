import { invalidInput } from "../model/refusal.js";
import type { Provider } from "../provider.js";

/**
 * The connections that a query names, each once; all of them when it names none.
 *
 * @throws MetermuxError `invalid_input` for a name that is not configured.
 */
export function chooseConnections(
  connections: Readonly<Record<string, Provider>>,
  asked: readonly string[] | undefined,
): readonly (readonly [string, Provider])[] {
  const all = Object.entries(connections);
  const names = all.map(([name]) => name).join(", ");
  if (all.length === 0) throw invalidInput("connections", "none configured", "give createUsage at least one");
  if (asked === undefined) return all;
  if (asked.length === 0) throw invalidInput("connections", "an empty list", "leave it out to mean all");
  return [...new Set(asked)].map((name) => {
    const found = all.find(([known]) => known === name);
    if (found === undefined) throw invalidInput("connections", JSON.stringify(name), `configured: ${names}`);
    return found;
  });
}
