import { connectionList } from "./connection-list.js";
import type { Variable } from "./variable.js";

/** The connections and their variables, for the help of a command: one line each, indented by two spaces. */
export function connectionHelp(): string {
  const width = Math.max(...connectionList.map(({ connection }) => connection.length));
  return connectionList
    .map(({ connection, variables }) => {
      const needs = variables.filter(({ required }) => required).map(({ name }) => name);
      const may = variables.filter(({ required }) => !required).map(describe);
      return `  ${connection.padEnd(width)}  ${[...needs, ...may].join("; ")}\n`;
    })
    .join("");
}

/** The connections and their variables as a table in Markdown, for a README. */
export function connectionMarkdown(): string {
  const code = (variable: Variable) => describe({ ...variable, name: `\`${variable.name}\`` });
  const lines = connectionList.map(({ connection, reports, variables }) => {
    const needs = variables.filter(({ required }) => required).map(code);
    const may = variables.filter(({ required }) => !required).map(code);
    return `| \`${connection}\` | ${reports} | ${needs.join(", ")} | ${may.join(", ")} |\n`;
  });
  return `| connection | reports the usage of | needs | may have |\n| --- | --- | --- | --- |\n${lines.join("")}`;
}

function describe({ name, about }: Variable): string {
  return about === undefined ? name : `${name}, ${about}`;
}
