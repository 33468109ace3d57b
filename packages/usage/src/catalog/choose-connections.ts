import { closestFirst } from "../model/closest.js";
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
  const names = (asked: string) => closestFirst(Object.keys(connections), asked).join(", ");
  if (all.length === 0) throw invalidInput("connections", "none configured", "give createUsage at least one");
  if (asked === undefined) return all;
  return [...new Set(asked)].map((name) => {
    const found = all.find(([known]) => known === name);
    if (found === undefined) throw invalidInput("connections", JSON.stringify(name), `configured: ${names(name)}`);
    return found;
  });
}

/** @throws MetermuxError `invalid_input` for what is no provider under a name. */
export function checkConnections(connections: Readonly<Record<string, Provider>>): void {
  const instead = "give what an adapter returns, as in { billing: adapter({ token }) }";
  if (typeof connections !== "object" || connections === null) {
    throw invalidInput("connections", String(connections), instead);
  }
  const wrong = Object.entries(connections).find(([, provider]) => typeof provider?.ask !== "function");
  if (wrong !== undefined) throw invalidInput(`connections.${wrong[0]}`, typeof wrong[1], instead);
}
