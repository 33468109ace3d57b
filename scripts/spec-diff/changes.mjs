// The changes that the linter's own `diff` finds between two comparable documents, by our operations.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redocly } from "../redocly.mjs";
import { placeOf } from "./place.mjs";

/** @typedef {import("./document.mjs").Node} Node */
/**
 * @typedef {object} Change
 * @property {string | undefined} call such as `GET /v1/customers`; undefined for what all calls share
 * @property {string} at such as `answer 200: data[].name`
 * @property {"added" | "removed" | "modified"} kind
 * @property {string | undefined} property the keyword that was modified, such as `enum`
 * @property {boolean} isAnswer whether it is part of an answer, not of a request
 * @property {boolean} isMajor whether a rule of the linter considers it breaking
 * @property {readonly string[]} rules of the linter that it breaks
 * @property {string} message
 */

/**
 * The changes from one document to another, both prepared by `comparable`.
 *
 * @param {Node} base
 * @param {Node} revision
 * @returns {Change[]}
 */
export function changesBetween(base, revision) {
  const folder = mkdtempSync(join(tmpdir(), "metermux-diff-"));
  try {
    writeFileSync(join(folder, "redocly.yaml"), "extends: [diff-recommended]\n");
    for (const [name, document] of Object.entries({ base, revision })) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(document));
    }
    const report = ["--format", "json", "--fail-on", "none", "--output", "report.json"];
    const { status, stderr } = redocly(["diff", "base.json", "revision.json", ...report], folder);
    if (status !== 0) throw new Error(`the documents cannot be compared: ${stderr.trim()}`);
    const { changes } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    return changes.flatMap((/** @type {Node} */ change) => changeOf(change, base, revision));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {Node} change @param {Node} base @param {Node} revision @returns {Change[]} */
function changeOf({ path: pointer, kind, property, verdicts, base: before, revision: after, impact }, base, revision) {
  const [section, path = "", method, ...rest] = segments(pointer);
  const document = kind === "removed" ? base : revision;
  const common = {
    kind,
    property,
    isMajor: impact === "major",
    rules: verdicts.map((/** @type {Node} */ { ruleId }) => ruleId),
    message:
      verdicts.map((/** @type {Node} */ verdict) => verdict.message).join(" ") || said(kind, property, before, after),
  };
  if (section === "servers") return [{ ...common, call: undefined, at: "address", isAnswer: false }];
  // Components matter where an operation uses them, and the information about a document is prose about it.
  if (section !== "paths") return [];
  if (method === undefined) {
    const calls = Object.keys(document.paths[path] ?? {});
    return calls.map((name) => ({ ...common, call: `${name.toUpperCase()} ${path}`, at: "", isAnswer: false }));
  }
  // A new credential is reported; the removal of the previous one is implied.
  if (rest[0] === "security" && property !== undefined && verdicts.length === 0) return [];
  const at = placeOf(rest, document.paths[path]?.[method]);
  return [{ ...common, call: `${method.toUpperCase()} ${path}`, at, isAnswer: rest[0] === "responses" }];
}

/** @param {string} pointer */
const segments = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));

/** @param {string} kind @param {string | undefined} property @param {Node | undefined} before @param {Node | undefined} after */
function said(kind, property, before, after) {
  if (property === undefined) return kind === "added" ? `Is new${named(after?.value)}.` : "Is gone.";
  const [from, to] = [before?.value, after?.value].map((value) =>
    value === undefined ? "nothing" : JSON.stringify(value),
  );
  if (property === "deprecated") return after?.value === true ? "Is deprecated." : "Is no longer deprecated.";
  if (property === "description" || property === "summary") return `The ${property} was changed.`;
  return `\`${property}\` was ${from}, is ${to}.`;
}

/** The credentials of an alternative, which have no location. @param {unknown} value */
const named = (value) => {
  const entries = Object.entries(value ?? {});
  return entries.length > 0 && entries.every(([, scopes]) => Array.isArray(scopes))
    ? `: ${entries.map(([name]) => name).join(" with ")}`
    : "";
};
