import {
  absoluteDecimal,
  canonicalDecimal,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
} from "../model/decimal.js";
import { invalidInput } from "../model/refusal.js";

/** How far two values may lie apart and still match: within either is enough. Decimals that are not negative. */
export interface Tolerance {
  /** In the meter's unit, for example "0.01". Default "0". */
  absolute?: string | undefined;
  /** A share of the larger of both sizes, for example "0.001" for a thousandth. Default "0". */
  relative?: string | undefined;
}

/** Whether two values are alike. */
export type Agree = (left: string, right: string) => boolean;

/** Makes the test. It multiplies and never divides, so that it is exact. @throws MetermuxError `invalid_input`. */
export function agreeWithin({ absolute = "0", relative = "0" }: Tolerance = {}): Agree {
  const most = readLimit(absolute, "tolerance.absolute");
  const share = readLimit(relative, "tolerance.relative");
  if (most === "0" && share === "0") return (left, right) => left === right;
  return (left, right) => {
    const apart = absoluteDecimal(subtractDecimals(left, right));
    if (compareDecimals(apart, most) <= 0) return true;
    return compareDecimals(apart, multiplyDecimals(share, largerSize(left, right))) <= 0;
  };
}

/** The larger of two values without their signs. */
export function largerSize(left: string, right: string): string {
  const [one, other] = [absoluteDecimal(left), absoluteDecimal(right)];
  return compareDecimals(one, other) < 0 ? other : one;
}

function readLimit(text: string, field: string): string {
  try {
    const limit = canonicalDecimal(text);
    if (!limit.startsWith("-")) return limit;
  } catch {
    // Said below.
  }
  throw invalidInput(field, JSON.stringify(text), 'give a decimal of 0 or more as a string, such as "0.01"');
}
