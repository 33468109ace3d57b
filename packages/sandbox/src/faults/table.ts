import { bodyFaults } from "./bodies.js";
import { clockFaults } from "./clocks.js";
import { connectionFaults } from "./connections.js";
import { contentFaults } from "./contents.js";
import { echoFaults } from "./echoes.js";
import { extraFaults } from "./extras.js";
import type { ApplyFault, Fault, FaultDescription } from "./fault.js";
import { pageFaults } from "./pages.js";
import { redirectFaults } from "./redirects.js";
import { rowFaults } from "./rows.js";
import { sizeFaults } from "./sizes.js";
import { statusFaults } from "./statuses.js";
import { timingFaults } from "./timing.js";

const all: readonly Fault[] = [
  ...connectionFaults,
  ...timingFaults,
  ...bodyFaults,
  ...sizeFaults,
  ...extraFaults,
  ...statusFaults,
  ...clockFaults,
  ...redirectFaults,
  ...pageFaults,
  ...rowFaults,
  ...contentFaults,
  ...echoFaults,
];

/** Every fault that can be requested. */
export const faults: readonly FaultDescription[] = all;

/** A requested fault with its parameter. */
export interface RequestedFault {
  readonly name: string;
  readonly apply: ApplyFault;
}

/**
 * Parses a requested fault: a name and, where the fault takes one, a parameter after a colon.
 *
 * @throws RangeError for an unknown name, listing the known ones, and for an invalid parameter
 */
export function readFault(text: string): RequestedFault {
  const [name = "", ...rest] = text.split(":");
  const known = all.find((each) => each.name === name);
  if (known === undefined) {
    throw new RangeError(`There is no fault '${name}'; there are ${faults.map((each) => each.name).join(", ")}`);
  }
  const parameter = rest.length === 0 ? undefined : rest.join(":");
  if (parameter !== undefined && known.parameter === undefined) throw new RangeError(`${name} takes no parameter`);
  return { name, apply: known.prepare(parameter) };
}

/** The faults as a Markdown table, in their order. Names with the same description share a row. */
export function renderFaults(): string {
  const rows = new Map<string, string[]>();
  for (const { name, parameter, what } of faults) {
    const shown = parameter === undefined ? `\`${name}\`` : `\`${name}[:${parameter}]\``;
    rows.set(what, [...(rows.get(what) ?? []), shown]);
  }
  const lines = [...rows].map(([what, names]) => `| ${names.join(", ")} | ${what} |`);
  return ["| fault | what happens |", "| --- | --- |", ...lines].join("\n");
}
