import { keyFinder } from "./json-keys.js";
import { numberEnd, skipSpace, stringEnd } from "./json-text.js";
import { createTextBuilder } from "./text-builder.js";

/** Thrown where a field for a decimal holds what is none. */
export class NoDecimal extends Error {}

/**
 * Puts the numbers of the named fields of a JSON text in quotes: JSON.parse turns 9007199254740993 into ...992, and so
 * they arrive as strings with every digit of the wire. A key may be written with escapes. Only a JSON number is quoted:
 * what is malformed stays so, and JSON.parse refuses it.
 *
 * @param fields names such as `value`, or `groups.*` for every value of the map `groups`.
 * @returns JSON text in which those numbers are strings, exactly as they stood; everything else is untouched.
 * @throws NoDecimal when such a field holds a list, an object or a boolean, or a map is none.
 */
export function quoteDecimals(text: string, fields: readonly string[]): string {
  if (fields.length === 0) return text;
  const maps = new Set(fields.flatMap((field) => (field.endsWith(".*") ? field.slice(0, -2) : [])));
  const find = keyFinder(
    text,
    fields.map((field) => field.replace(/\.\*$/, "")),
  );
  const builder = createTextBuilder();
  let done = 0;

  /** Quotes a number. @returns the place behind the value, or its beginning where it is malformed. */
  function quoteNumber(at: number, name: string): number {
    const end = valueEnd(text, at, name);
    if (text[at] !== "-" && !isDigit(text[at])) return end;
    if (end === at || !endsValue(text, end)) return at;
    builder.add(text.slice(done, at), '"', text.slice(at, end), '"');
    done = end;
    return end;
  }

  /** Quotes the numbers of a map. @returns the place behind its last value, or before what is malformed. */
  function quoteMap(map: number, name: string): number {
    if (/["[tf\d-]/.test(text[map] ?? "")) throw new NoDecimal(`no object in ${JSON.stringify(name)}`);
    if (text[map] !== "{") return map;
    let at = skipSpace(text, map + 1);
    while (text[at] === '"') {
      const colon = skipSpace(text, Math.max(at, stringEnd(text, at)));
      if (text[colon] !== ":") return colon;
      at = skipSpace(text, quoteNumber(skipSpace(text, colon + 1), `${name}.*`));
      if (text[at] !== ",") return at;
      at = skipSpace(text, at + 1);
    }
    return at;
  }

  for (let key = find(0); key !== undefined; ) {
    key = find((maps.has(key.name) ? quoteMap : quoteNumber)(key.value, key.name));
  }
  if (done === 0) return text;
  builder.add(text.slice(done));
  return builder.build();
}

/** The place behind a number, null or string; the beginning of what is malformed. */
function valueEnd(text: string, at: number, name: string): number {
  const first = text[at] ?? "";
  if (first === '"') return Math.max(at, stringEnd(text, at));
  if (first === "n") return text.startsWith("null", at) ? at + 4 : at;
  if ("[{tf".includes(first) && first !== "") {
    throw new NoDecimal(`neither a number nor null in ${JSON.stringify(name)}`);
  }
  return numberEnd(text, at);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

/** Whether a value may end here. */
function endsValue(text: string, at: number): boolean {
  const next = text[skipSpace(text, at)];
  return next === "," || next === "}" || next === "]";
}
