import {
  absoluteDecimal,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
} from "../model/decimal.js";
import type { Hint } from "./hint.js";
import type { Both } from "./side.js";

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
/** The least share of all values of a meter that have the factor, those that match included. */
const share = 0.9;
/** Drift must be this improbable to give one value a known factor, or several values one that is not known. */
const improbable = { known: 100, unknown: 500 };

/** A factor, and whether a pair of values has it. */
export interface Factor {
  hint: Hint;
  fits: (pair: Both<string>) => boolean;
}

/**
 * The factor between the values of one meter's keys, where nine in ten of them have it: those that match, or that differ
 * by another factor, count against it. A known factor needs one exact value, any other three of unlike sizes, and neither
 * is claimed of numbers so small that drift makes it.
 *
 * @param values of the keys that differ, on both sides, none of them 0.
 * @param matching how many keys match and are not 0.
 */
export function findFactor(values: readonly Both<string>[], matching: number): Factor | undefined {
  if (values.length === 0) return undefined;
  const leftLarger = values.filter(
    ({ left, right }) => compareDecimals(absoluteDecimal(left), absoluteDecimal(right)) > 0,
  ).length;
  const larger = leftLarger * 2 > values.length ? "left" : "right";
  const pairs = values.map((pair) => ordered(pair, larger));
  const enough = (pairs.length + matching) * share;
  return findKnown(pairs, larger, enough) ?? findUnknown(pairs, larger, enough);
}

function findKnown(pairs: readonly Ordered[], larger: "left" | "right", enough: number): Factor | undefined {
  for (const [factor, units] of known) {
    const near = pairs.filter((pair) => isNear(pair, factor));
    const exact = near.filter((pair) => isTimes(pair, factor));
    const isShown = exact.some((pair) => sizeOf(pair) >= improbable.known) || near.length >= fewest;
    if (near.length < enough || !isShown || !isImprobable(near, improbable.known)) continue;
    const text = `${larger} is ${factor} times the other: ${units}?`;
    const hint = { code: "constant-factor", factor, larger, text } as const;
    return { hint, fits: (pair) => isNear(ordered(pair, larger), factor) };
  }
  return undefined;
}

function findUnknown(pairs: readonly Ordered[], larger: "left" | "right", enough: number): Factor | undefined {
  // The first may be out of line for another reason.
  for (const reference of pairs.slice(0, fewest)) {
    const alike = pairs.filter((pair) => haveOneRatio(pair, reference));
    const sizes = new Set(alike.map(({ less }) => less)).size;
    if (alike.length < fewest || alike.length < enough || sizes < 2) continue;
    // Any pair has some factor: the others must repeat it.
    const [, ...others] = bySize(distinct(alike));
    if (!isImprobable(others, improbable.unknown)) continue;
    const factor = divideDecimals(reference.more, reference.less);
    const text = `${larger} is ${factor} times the other throughout: another unit, or a weight?`;
    const hint = { code: "constant-factor", factor, larger, text } as const;
    return { hint, fits: (pair) => haveOneRatio(ordered(pair, larger), reference) };
  }
  return undefined;
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
const distinct = (pairs: readonly Ordered[]) => [...new Map(pairs.map((pair) => [pair.less, pair])).values()];

const bySize = (pairs: readonly Ordered[]) => [...pairs].sort((one, other) => sizeOf(one) - sizeOf(other));

/** One in how many values drift would hit this one, if it could leave any: the larger value in the last place of both. */
function sizeOf({ more, less }: Ordered): number {
  const places = Math.max(placesOf(more), placesOf(less));
  return Math.abs(Number(more)) * 10 ** places;
}

const placesOf = (value: string) => value.split(".")[1]?.length ?? 0;

/** Whether values are so large together that drift does not give them all one factor. */
function isImprobable(pairs: readonly Ordered[], limit: number): boolean {
  let product = 1;
  for (const pair of distinct(pairs)) {
    product *= sizeOf(pair);
    if (product >= limit) return true;
  }
  return false;
}
