import { addDecimals, subtractDecimals } from "../model/decimal.js";
import type { ComparedKey, Counts, MeterTotal, Verdict } from "./comparison.js";
import { groupBy } from "./group-by.js";
import type { Judgement } from "./judge.js";

/** How many there are of each verdict. */
export function count(keys: Iterable<{ verdict: Verdict }>): Counts {
  const counts = { match: 0, drift: 0, "left-only": 0, "right-only": 0, incomparable: 0 };
  for (const { verdict } of keys) counts[verdict] += 1;
  return counts;
}

/** The totals of each meter, in the order of the keys. */
export function totalsOf(keys: readonly { key: ComparedKey; judgement: Judgement }[]): MeterTotal[] {
  const byMeter = groupBy(keys, ({ key }) => key.meter);
  return [...byMeter].map(([meter, own]) => {
    const units = new Set(own.flatMap(({ key: { left, right } }) => [left?.unit ?? [], right?.unit ?? []].flat()));
    const addable =
      units.size <= 1 && own.every(({ judgement }) => judgement.additive && judgement.verdict !== "incomparable");
    const left = addable ? sum(own.map(({ judgement }) => judgement.left?.value)) : null;
    const right = addable ? sum(own.map(({ judgement }) => judgement.right?.value)) : null;
    const difference = left === null || right === null ? null : subtractDecimals(right, left);
    const counts = count(own.map(({ key }) => key));
    return { ...(meter !== undefined && { meter }), counts, left, right, difference };
  });
}

const sum = (values: readonly (string | null | undefined)[]) => addDecimals(values.flatMap((value) => value ?? []));
