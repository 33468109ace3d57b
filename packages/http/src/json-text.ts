// Places in a JSON text, found without regular expressions: those fail on a string of megabytes.
const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const plus = 43;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;
const backslash = 92;

/** The first place from `at` that is not white space. */
export function skipSpace(text: string, at: number): number {
  let place = at;
  for (;;) {
    const code = text.charCodeAt(place);
    if (code !== space && code !== lineFeed && code !== carriageReturn && code !== tab) return place;
    place += 1;
  }
}

/** The place behind a string that begins at `at`; -1 where it does not end. */
export function stringEnd(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? -1 : quote + 1;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === backslash) start -= 1;
  return (at - start) % 2 === 1;
}

/** The place behind a number that begins at `at`, by JSON's grammar; `at` itself where none begins. */
export function numberEnd(text: string, at: number): number {
  const whole = text.charCodeAt(at) === minus ? at + 1 : at;
  let end = text.charCodeAt(whole) === zero ? whole + 1 : digitsEnd(text, whole);
  if (end === whole) return at;
  if (text.charCodeAt(end) === point) {
    const fraction = digitsEnd(text, end + 1);
    if (fraction === end + 1) return at;
    end = fraction;
  }
  const letter = text[end];
  if (letter !== "e" && letter !== "E") return end;
  const sign = text.charCodeAt(end + 1);
  const digits = sign === plus || sign === minus ? end + 2 : end + 1;
  const exponent = digitsEnd(text, digits);
  return exponent === digits ? at : exponent;
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code >= zero && code <= nine; code = text.charCodeAt(end)) end += 1;
  return end;
}
