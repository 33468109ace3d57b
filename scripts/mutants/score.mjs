import { readFileSync } from "node:fs";

/** @typedef {{ file: string, line: number, mutator: string, replacement: string, status: string }} Survivor */
/** @typedef {{ killed: number, survived: number, uncovered: number, survivors: Survivor[] }} Score */

/**
 * The score of a room's mutants from StrykerJS's report. A mutant that does not compile or load is ignored; one that never
 * ends counts as detected.
 *
 * @param {string} report path of the report.
 * @returns {Score}
 */
export function scoreOf(report) {
  const { files } = JSON.parse(readFileSync(report, "utf8"));
  /** @type {Score} */
  const score = { killed: 0, survived: 0, uncovered: 0, survivors: [] };
  for (const [file, { mutants }] of Object.entries(files)) {
    for (const { status, location, mutatorName: mutator, replacement = "" } of mutants) {
      if (status === "Killed" || status === "Timeout") score.killed += 1;
      if (status === "Survived") score.survived += 1;
      if (status === "NoCoverage") score.uncovered += 1;
      if (status === "Survived" || status === "NoCoverage") {
        score.survivors.push({ file, line: location.start.line, mutator, replacement, status });
      }
    }
  }
  return score;
}

/** @param {Pick<Score, "killed" | "survived" | "uncovered">} score */
function percent({ killed, survived, uncovered }) {
  const all = killed + survived + uncovered;
  return all === 0 ? 100 : (100 * killed) / all;
}

/**
 * A line for each room and for each package.
 *
 * @param {ReadonlyMap<string, Score>} scores by `package/room`.
 * @returns {{ text: string, lowest: number }} `lowest` of the packages, in percent.
 */
export function renderScores(scores) {
  /** @type {Map<string, { killed: number, survived: number, uncovered: number }>} */
  const packages = new Map();
  const lines = [...scores].map(([room, score]) => {
    const [name = ""] = room.split("/");
    const sum = packages.get(name) ?? { killed: 0, survived: 0, uncovered: 0 };
    for (const field of /** @type {const} */ (["killed", "survived", "uncovered"])) sum[field] += score[field];
    packages.set(name, sum);
    return line(room, score);
  });
  const totals = [...packages].map(([name, sum]) => line(name, sum));
  const heading = `${"".padEnd(28)}${["killed", "survived", "untested", "score %"].map((word) => word.padStart(10)).join("")}`;
  const lowest = Math.min(100, ...[...packages.values()].map(percent));
  return { text: [heading, ...lines, "", ...totals].join("\n"), lowest };
}

/** @param {string} name @param {{ killed: number, survived: number, uncovered: number }} score */
function line(name, score) {
  const cells = [score.killed, score.survived, score.uncovered, percent(score).toFixed(1)];
  return `${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(10)).join("")}`;
}

/** @param {ReadonlyMap<string, Score>} scores */
export function renderSurvivors(scores) {
  return [...scores]
    .flatMap(([room, { survivors }]) =>
      survivors.map(
        ({ file, line: at, mutator, replacement, status }) =>
          `${room.split("/")[0]}/${file}:${at} ${mutator}${status === "NoCoverage" ? " (no test)" : ""}: ${replacement.replace(/\s+/g, " ").slice(0, 100)}\n`,
      ),
    )
    .join("");
}
