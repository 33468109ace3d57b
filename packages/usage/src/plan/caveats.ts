import type { Capabilities } from "../provider.js";
import type { Step } from "./steps.js";

/** The caveats about the answers of some operations, each once. */
export function caveatsOf({ caveats }: Capabilities, operations: Iterable<string>): string[] {
  const used = new Set(operations);
  const isUsed = (name: string) => used.has(name);
  if (used.size === 0) return [];
  const about = caveats.filter((caveat) => caveat.operations?.some(isUsed) ?? true);
  return [...new Set(about.map(({ text }) => text))];
}

/** The operations that a plan asks first: an answer can call for another one. */
export function operationsOf(steps: readonly Pick<Step, "operation">[]): string[] {
  return steps.map(({ operation }) => operation.operation);
}
