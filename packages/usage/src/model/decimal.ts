import Big from "big.js";

const longest = 1000;

/**
 * The canonical form of a decimal: no exponent, no -0, no trailing zeros after the point, every digit kept.
 *
 * @param text a JSON number, or the same in a string, as it stood on the wire.
 * @throws RangeError for what is not a decimal, or needs more than 1,000 digits.
 */
export function canonicalDecimal(text: string): string {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text))
    throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is not a decimal`);
  if (text.length > longest) throw new RangeError(`a decimal of more than ${longest} digits`);
  // Most values on the wire are plain integers already.
  if (/^(0|-?[1-9]\d*)$/.test(text)) return text;
  const value = new Big(text);
  if (Math.abs(value.e) > longest) throw new RangeError(`a decimal of more than ${longest} digits`);
  const plain = value.toFixed();
  if (plain.length > longest) throw new RangeError(`a decimal of more than ${longest} digits`);
  return value.eq(0) ? "0" : plain;
}

/** The exact sum of decimals. */
export function addDecimals(values: Iterable<string>): string {
  let sum = new Big(0);
  for (const value of values) sum = sum.plus(value);
  return canonicalDecimal(sum.toFixed());
}

/** The exact difference of two decimals. */
export function subtractDecimals(left: string, right: string): string {
  return canonicalDecimal(new Big(left).minus(right).toFixed());
}
