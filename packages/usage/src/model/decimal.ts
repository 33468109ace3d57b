import Big from "big.js";

const longest = 1000;
const canonical = /^(?:0|-?(?:[1-9]\d*|(?:0|[1-9]\d*)\.\d*[1-9]))$/;
const pattern = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The digits that a quotient has after the point; it is cut there, never rounded up. */
const quotientPlaces = 18;
// A constructor of its own, so that no setting of another library's Big changes a quotient.
const Quotient = Big();
Quotient.DP = quotientPlaces;
Quotient.RM = Big.roundDown;

/**
 * The canonical form of a decimal: no exponent, no -0, no trailing zeros after the point, every digit kept.
 *
 * @param text a JSON number, or the same in a string, as it stood on the wire.
 * @throws RangeError for what is not a decimal, or needs more than 1,000 digits.
 */
export function canonicalDecimal(text: string): string {
  // Most values on the wire are canonical already.
  if (text.length <= longest && canonical.test(text)) return text;
  return write(read(text));
}

/**
 * The exact sum of decimals; "0" of none.
 *
 * @throws RangeError for what is not a decimal, or needs more than 1,000 digits.
 */
export function addDecimals(values: Iterable<string>): string {
  let sum = new Big(0);
  for (const value of values) sum = sum.plus(read(value));
  return write(sum);
}

/** The exact difference of two decimals, left minus right. @throws RangeError as {@link addDecimals} does. */
export function subtractDecimals(left: string, right: string): string {
  return write(read(left).minus(read(right)));
}

/** The exact product of two decimals. @throws RangeError as {@link addDecimals} does. */
export function multiplyDecimals(left: string, right: string): string {
  return write(read(left).times(read(right)));
}

/**
 * The quotient of two decimals, cut after 18 digits behind the point: not every quotient is a decimal.
 *
 * @throws RangeError for a divisor of 0, and as {@link addDecimals} does.
 */
export function divideDecimals(left: string, right: string): string {
  const divisor = read(right);
  if (divisor.eq(0)) throw new RangeError(`${left} divided by 0 is not a decimal`);
  return write(new Quotient(read(left)).div(divisor));
}

/**
 * A decimal times a power of ten, exactly: `shiftDecimal("12345", -2)` is "123.45", as cents become dollars.
 *
 * @param places how far the point moves to the right; to the left where it is negative.
 * @throws RangeError for places that are not a whole number, and as {@link addDecimals} does.
 */
export function shiftDecimal(value: string, places: number): string {
  if (!Number.isSafeInteger(places)) throw new RangeError(`${places} places: use a whole number`);
  const decimal = read(value);
  if (decimal.eq(0)) return "0";
  decimal.e += places;
  if (Math.abs(decimal.e) > longest) throw tooLong();
  return write(decimal);
}

/** Which of two decimals is the larger: -1 where left is smaller, 1 where it is larger, else 0. */
export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  return read(left).cmp(read(right));
}

/** A decimal without its sign. */
export function absoluteDecimal(value: string): string {
  return write(read(value).abs());
}

function read(text: string): Big {
  if (!pattern.test(text)) throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is not a decimal`);
  if (text.length > longest) throw tooLong();
  const value = new Big(text);
  if (Math.abs(value.e) > longest) throw tooLong();
  return value;
}

function write(value: Big): string {
  if (value.eq(0)) return "0";
  const plain = value.toFixed();
  if (plain.length > longest) throw tooLong();
  return plain;
}

function tooLong(): RangeError {
  return new RangeError(`a decimal of more than ${longest} digits`);
}
