import { connectionVariables, type Variable } from "../connections.js";

/** The connections and their variables, for the help of a command: a line each. */
export function connectionHelp(): string {
  const width = Math.max(...connectionVariables.map(({ connection }) => connection.length));
  return connectionVariables
    .map(({ connection, variables }) => {
      const needs = variables.filter(({ required }) => required).map(({ name }) => name);
      const may = variables.filter(({ required }) => !required).map(describe);
      return `  ${connection.padEnd(width)}  ${[...needs, ...may].join("; ")}\n`;
    })
    .join("");
}

/** The same as a table in Markdown, for a README. */
export function connectionMarkdown(): string {
  const code = (variable: Variable) => describe({ ...variable, name: `\`${variable.name}\`` });
  const lines = connectionVariables.map(({ connection, tells, variables }) => {
    const needs = variables.filter(({ required }) => required).map(code);
    const may = variables.filter(({ required }) => !required).map(code);
    return `| \`${connection}\` | ${tells} | ${needs.join(", ")} | ${may.join(", ")} |\n`;
  });
  return `| connection | tells the usage of | needs | may have |\n| --- | --- | --- | --- |\n${lines.join("")}`;
}

function describe({ name, about }: Variable): string {
  return about === undefined ? name : `${name}, ${about}`;
}
