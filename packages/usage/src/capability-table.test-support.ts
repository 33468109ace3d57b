import { aggregations, windows } from "./model/normalize.js";
import type { AnswerKind, ConnectionCapabilities } from "./plan/capability-table.js";

type Answers = ConnectionCapabilities["answers"];

/** The README's table of what every connection answers: one line for each way in which a window can be asked for. */
export function renderCapabilities(connections: readonly ConnectionCapabilities[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const windowLines = windows.flatMap((window) => {
    const cells = (answers: (each: ConnectionCapabilities) => Answers) =>
      connections.map((each) => summarize(answers(each)[window]));
    const local = cells(({ localAnswers }) => localAnswers);
    const own = cells(({ answers }) => answers);
    if (local.every((cell, index) => cell === own[index])) return [line([`\`${window}\``, ...own])];
    const elsewhere = window === "none" ? "`none`, not of UTC days" : `\`${window}\` of another zone`;
    return [line([`\`${window}\``, ...own]), line([elsewhere, ...local])];
  });
  const rest = (name: string, cell: (each: ConnectionCapabilities) => string) => line([name, ...connections.map(cell)]);
  return [
    line(["", ...connections.map(({ connection }) => connection)]),
    line(["---", ...connections.map(() => "---")]),
    ...windowLines,
    rest('`customers: "total"`', ({ total }) => kinds((kind) => total[kind])),
    rest("customers", ({ native: { customers } }) => (customers === "self" ? "its own" : `${customers}, named or all`)),
    rest("`groupBy`", ({ native: { operations } }) => groupings(operations)),
    rest("`filter`", ({ native: { operations } }) => filters(operations[0].filter)),
    rest("final after", ({ native: { lateHours } }) => (lateHours === 24 ? "1 day" : `${lateHours / 24} days`)),
  ].join("\n");
}

function summarize(answers: Readonly<Record<(typeof aggregations)[number], AnswerKind>>): string {
  const ways = [...new Set(Object.values(answers))];
  return ways.map((way) => (ways.length === 1 ? way : `${way}: ${kinds((kind) => answers[kind] === way)}`)).join("; ");
}

function kinds(has: (kind: (typeof aggregations)[number]) => boolean): string {
  const some = aggregations.filter(has);
  if (some.length === 0) return "no";
  return some.length === aggregations.length ? "any kind" : some.join(", ");
}

function groupings(operations: ConnectionCapabilities["native"]["operations"]): string {
  const ways = operations.map(({ groupBy: { maxKeys, declared, maxValues } }) => {
    if (maxKeys === 0) return "no";
    const sets = declared ? "sets that the meter declares" : "its dimensions";
    return maxValues === undefined ? sets : `one dimension (${maxValues} values, the rest by the next)`;
  });
  return ways.join("; ");
}

function filters(filter: ConnectionCapabilities["native"]["operations"][0]["filter"]): string {
  if (Array.isArray(filter)) return filter.map((name) => `\`${name}\``).join(", ");
  return filter === "grouped" ? "dimensions it can be grouped by" : "its dimensions";
}
