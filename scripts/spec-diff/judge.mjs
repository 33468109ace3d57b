/** @typedef {import("./changes.mjs").Change} Change */
/** @typedef {"breaking" | "note" | "prose"} Verdict */

/**
 * Where our judgement is another than the linter's, and why. The first that fits decides.
 *
 * @type {{ why: string, fits: (change: Change) => boolean, verdict: Verdict }[]}
 */
const judgements = [
  {
    why: "Text for people changes no call and no row.",
    fits: ({ property }) => ["description", "summary", "title", "tags"].includes(property ?? ""),
    verdict: "prose",
  },
  {
    why: "Enums of answers are open here: a new value is read like the known ones.",
    fits: ({ rules, isAnswer }) => isAnswer && only(rules, "enum-values-added"),
    verdict: "note",
  },
  {
    why: "An operationId is the document's name for a call, not on the wire.",
    fits: ({ rules }) => only(rules, "operation-id-changed"),
    verdict: "note",
  },
  {
    why: "A failure that is no longer documented is still read as a failure.",
    fits: ({ rules, at }) => only(rules, "response-removed") && /^answer ([45]|default)/.test(at),
    verdict: "note",
  },
  {
    why: "A bound on what is answered is not relied on. A format is: it says how a text is read.",
    fits: ({ rules, isAnswer, property }) =>
      isAnswer && only(rules, "schema-constraint-changed") && property !== "format",
    verdict: "note",
  },
  {
    why: "Failures are told from one another by status: their bodies are read where they can be.",
    fits: ({ at, property, kind }) => /^answer [45]/.test(at) && (property !== undefined || kind === "added"),
    verdict: "note",
  },
];

/** @param {readonly string[]} rules @param {string} rule */
const only = (rules, rule) => rules.length > 0 && rules.every((name) => name === rule);

/**
 * Whether a change breaks somebody who reads usage, is worth a look, or is a change of text.
 *
 * @param {Change} change
 * @returns {Verdict}
 */
export function judge(change) {
  const judgement = judgements.find(({ fits }) => fits(change));
  return judgement?.verdict ?? (change.isMajor ? "breaking" : "note");
}
