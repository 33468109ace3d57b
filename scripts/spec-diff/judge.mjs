/** @typedef {import("./changes.mjs").Change} Change */
/** @typedef {"breaking" | "note" | "prose"} Verdict */

/**
 * Where our judgement is another than the linter's, and why. The first that fits decides.
 *
 * @type {{ why: string, fits: (change: Change) => boolean, verdict: Verdict }[]}
 */
const judgements = [
  {
    why: "Text for people, and the names a document gives to its calls, change no call and no row.",
    fits: ({ property }) => ["description", "summary", "title", "tags", "operationId"].includes(property ?? ""),
    verdict: "prose",
  },
  {
    why: "Enums of answers are open here: a new value is read like the known ones.",
    fits: ({ rules, isAnswer }) => isAnswer && only(rules, "enum-values-added"),
    verdict: "note",
  },
  {
    why: "A failure is told by its status, documented or not, and its body is read where it can be.",
    fits: ({ at }) => /^answer ([45]|default)/.test(at),
    verdict: "note",
  },
  {
    why: "A bound on what is answered is not relied on. A format is: it says how a text is read.",
    fits: ({ rules, isAnswer, property }) =>
      isAnswer && only(rules, "schema-constraint-changed") && property !== "format",
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
