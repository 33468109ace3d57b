// What was seen, against what must be: by cases.mjs on every runtime, but for what differences.mjs allows.
import { cases } from "./cases.mjs";
import { differences } from "./differences.mjs";

/** @typedef {import("./driver.mjs").Result} Result */

const members = /** @type {const} */ (["end", "requests", "attempts", "status"]);

/**
 * @param {string} runtime
 * @param {readonly Result[]} results
 * @returns {string[]} a line for each thing that is not as it must be
 */
export function findProblems(runtime, results) {
  return results.flatMap((result) =>
    members.flatMap((member) => {
      const { client, name, seen, expected, message } = result;
      const known = findDifference(runtime, result, member);
      const allowed = known === undefined ? [expected[member]] : [known.value];
      if (known?.sometimes) allowed.push(expected[member]);
      if (allowed.includes(seen[member])) return [];
      // What ends otherwise needs no more said.
      if (member !== "end" && seen.end !== expected.end) return [];
      const words = message === "" ? "" : ` (${message})`;
      return [`${client}, ${name}: ${member} ${seen[member]} in place of ${allowed.map(String).join(" or ")}${words}`];
    }),
  );
}

/**
 * @param {string} runtime
 * @param {Result} result
 * @param {keyof import("./cases.mjs").Seen} member
 */
function findDifference(runtime, { client, name }, member) {
  return differences.find(
    (each) =>
      each.runtime === runtime &&
      each.name === name &&
      each.member === member &&
      (each.client === undefined || each.client === client),
  );
}

/**
 * A row for each case, a column for each runtime; below it the reasons of what is marked.
 *
 * @param {ReadonlyMap<string, readonly Result[]>} played by runtime
 */
export function renderTable(played) {
  /** @type {Set<string>} */
  const notes = new Set();
  const cell = (/** @type {string} */ runtime, /** @type {string} */ name) => {
    const results = (played.get(runtime) ?? []).filter((result) => result.name === name);
    if (results.length === 0) return "not played";
    const words = results.map((result) => {
      const marks = members.flatMap((member) => {
        const known = findDifference(runtime, result, member);
        if (known === undefined || result.seen[member] !== known.value) return [];
        notes.add(`${runtime}, ${name}: ${member} ${known.value}, since ${known.reason}`);
        return ["*"];
      });
      return `${result.seen.end.split(":")[0]}${marks.join("")}`;
    });
    return [...new Set(words)].join(" / ");
  };
  const runtimes = [...played.keys()];
  const rows = [["case", ...runtimes], ...cases.map(({ name }) => [name, ...runtimes.map((each) => cell(each, name))])];
  const widths = ["case", ...runtimes].map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...[...notes].map((note) => `* ${note}`)].join("\n");
}
