import { changesBetween } from "./changes.mjs";
import { isKnown } from "./differences.mjs";
import { callsOf, comparable } from "./document.mjs";
import { judge } from "./judge.mjs";

/** @typedef {import("./document.mjs").Node} Node */
/** @typedef {import("./differences.mjs").Difference} Difference */

const order = ["breaking", "note", "prose"];

/**
 * What a vendor's newer document means for our operations, as lines for people, and how many changes break a reader.
 *
 * @param {object} documents
 * @param {Node} documents.ours
 * @param {Node} documents.newer
 * @param {Node} [documents.older] the vendor's document that `ours` was read from; without it `ours` is compared itself
 * @param {readonly Difference[]} differences what `ours` says otherwise on purpose
 */
export function reportOf({ ours, newer, older }, differences) {
  const calls = callsOf(ours);
  const [base, revision] = [comparable(older ?? ours, calls), comparable(newer, calls)];
  const all = changesBetween(base, revision).map((change) => ({ ...change, verdict: judge(change) }));
  // Our sentences and our operationIds are our own: they are always others than the vendor's.
  const changes = older === undefined ? all.filter(({ verdict }) => verdict !== "prose") : all;
  // Two documents of the vendor's own differ where the vendor changed something, and nowhere else.
  const expected = older === undefined ? differences : [];
  const known = changes.filter((change) => expected.some((difference) => isKnown(change, difference)));
  const told = changes.filter((change) => !known.includes(change));
  const gone = expected.filter((difference) => !changes.some((change) => isKnown(change, difference)));

  /** @param {string | undefined} name @param {string} title */
  const block = (name, title) => {
    const own = told.filter(({ call }) => call === name);
    if (own.length === 0) return [];
    const sorted = own.sort((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
    return [
      title,
      ...sorted.map(({ verdict, at, message }) => `  ${verdict.padEnd(8)}  ${at === "" ? "" : `${at} — `}${message}`),
    ];
  };
  const changed = new Set(told.map(({ call }) => call));
  const count = (/** @type {string} */ verdict) => told.filter((change) => change.verdict === verdict).length;
  const unchanged = calls.filter(({ name }) => !changed.has(name));
  const absent = unchanged.filter(({ path, method }) => base.paths[path]?.[method] === undefined);
  const lines = [
    ...block(undefined, "every operation"),
    ...calls.flatMap(({ name }) => block(name, name)),
    ...absent.map(({ name }) => `${name}\n  in neither document`),
    ...gone.map(({ at, why }) => `no longer another than ours: ${at} — ${why}`),
    `${count("breaking")} breaking, ${count("note")} to note, ${count("prose")} of prose; ` +
      `${unchanged.length} of ${calls.length} operations unchanged` +
      (expected.length > 0 ? `; ${known.length} known differences left out` : ""),
  ];
  return { lines, breaking: count("breaking") };
}
