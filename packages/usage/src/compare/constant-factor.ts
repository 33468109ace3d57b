import {
  absoluteDecimal,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
} from "../model/decimal.js";
import type { Hint } from "./hint.js";
import type { Both } from "./judge.js";

/** Factors between units that are often taken for one another. */
const known: readonly (readonly [factor: string, units: string])[] = [
  ["100", "hundredths against wholes, such as cents"],
  ["1000", "thousands"],
  ["1024", "units of 1024"],
  ["60", "minutes against seconds or hours"],
  ["3600", "seconds against hours"],
  ["1000000", "millions, such as bytes against MB"],
  ["1048576", "bytes against MiB"],
  ["1000000000", "billions, such as bytes against GB"],
  ["1073741824", "bytes against GiB"],
];

/** How far a rounded value may be from the factor, as a share. The known factors lie further apart. */
const slack = "0.001";
/** As many values must have a factor that is not known, or that rounding hides. */
const fewest = 3;
const share = 0.9;

/**
 * The factor between the values of one meter's keys, where it is one and the same: exactly, or for nine in ten of at
 * least three values. A known factor needs one exact value, any other three.
 *
 * @param values of the keys that differ, on both sides, none of them 0.
 * @returns a hint, and whether a pair of values has the factor.
 */
export function findFactor(
  values: readonly Both<string>[],
): { hint: Hint; fits: (pair: Both<string>) => boolean } | undefined {
  if (values.length === 0) return undefined;
  const leftLarger = values.filter(
    ({ left, right }) => compareDecimals(absoluteDecimal(left), absoluteDecimal(right)) > 0,
  ).length;
  const larger = leftLarger * 2 > values.length ? "left" : "right";
  const pairs = values.map((pair) => ordered(pair, larger));
  const found = known.find(([factor]) => {
    const exact = pairs.filter((pair) => isTimes(pair, factor)).length;
    const near = pairs.filter((pair) => isNear(pair, factor)).length;
    return near >= pairs.length * share && (exact > 0 || near >= fewest);
  });
  if (found !== undefined) {
    const [factor, units] = found;
    const text = `${larger} is ${factor} times the other: ${units}?`;
    return {
      hint: { code: "constant-factor", factor, larger, text },
      fits: (pair) => isNear(ordered(pair, larger), factor),
    };
  }
  if (pairs.length < fewest || !isVaried(pairs)) return undefined;
  // The first may be out of line for another reason.
  const reference = pairs.slice(0, fewest).find((candidate) => {
    return pairs.filter((pair) => haveOneRatio(pair, candidate)).length >= pairs.length * share;
  });
  if (reference === undefined) return undefined;
  const factor = divideDecimals(reference.more, reference.less);
  const text = `${larger} is ${factor} times the other throughout: another unit, or a weight?`;
  const hint = { code: "constant-factor", factor, larger, text } as const;
  return { hint, fits: (pair) => haveOneRatio(ordered(pair, larger), reference) };
}

interface Ordered {
  more: string;
  less: string;
}

const ordered = ({ left, right }: Both<string>, larger: "left" | "right"): Ordered =>
  larger === "left" ? { more: left, less: right } : { more: right, less: left };

const isTimes = ({ more, less }: Ordered, factor: string) =>
  compareDecimals(more, multiplyDecimals(less, factor)) === 0;

function isNear({ more, less }: Ordered, factor: string): boolean {
  const apart = absoluteDecimal(subtractDecimals(more, multiplyDecimals(less, factor)));
  return compareDecimals(apart, multiplyDecimals(absoluteDecimal(more), slack)) <= 0;
}

/** By multiplication: a quotient may have no end. */
const haveOneRatio = (one: Ordered, other: Ordered) =>
  compareDecimals(multiplyDecimals(one.more, other.less), multiplyDecimals(other.more, one.less)) === 0;

/** The same pair of values again and again is one observation. */
const isVaried = (pairs: readonly Ordered[]) => new Set(pairs.map(({ less }) => less)).size > 1;
