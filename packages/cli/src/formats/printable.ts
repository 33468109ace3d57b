/**
 * What drives a terminal or cannot be seen: control characters (C0, C1), bidirectional and zero-width characters, line
 * and paragraph separators, lone surrogates. Variation selectors only choose between glyphs and stay.
 */
const unprintable = /(?![\u{FE00}-\u{FE0F}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The mark that stands where a character was that must not be printed. */
const replaced = "\u{FFFD}";

/** Text from outside as part of a line: nothing in it moves the cursor, hides or reorders what stands around it. */
export function printable(text: string): string {
  return text.replace(unprintable, replaced);
}

/** The same for text of several lines: its line breaks stay. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) => (character === "\n" ? character : replaced));
}

/** Text from outside on one line, white space as single spaces. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, " ").trim());
}

/** A value as one line of JSON, a line break at its end. What must not be printed is escaped, so that nothing is lost. */
export function jsonLine(value: unknown): string {
  const escaped = (character: string) =>
    // By UTF-16 units: a character beyond the basic plane is two escapes.
    Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join("");
  return `${JSON.stringify(value).replace(unprintable, escaped)}\n`;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
