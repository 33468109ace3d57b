import { skipSpace, stringEnd } from "./json-text.js";

/** A key found in a JSON text. */
export interface FoundKey {
  name: string;
  /** The place of its value. */
  value: number;
}

/** Finds the first key of some names from a place on, which is not inside a string. */
export type FindKey = (from: number) => FoundKey | undefined;

/** What any letter, digit or `_` of a name begins with where it is escaped. */
const escapedName = /\\u00[3-7]/;

/** Makes the search for keys of some names, letters, digits and `_`; in the text they may be written with escapes. */
export function keyFinder(text: string, names: readonly string[]): FindKey {
  return escapedName.test(text) ? findEscaped(text, new Set(names)) : findPlain(text, names);
}

/** Looks for the names themselves, which is far less work than to read every string. */
function findPlain(text: string, names: readonly string[]): FindKey {
  const found = new Map<string, FoundKey & { at: number }>();

  function next(name: string, from: number): FoundKey & { at: number } {
    const key = `"${name}"`;
    for (let at = text.indexOf(key, from); at !== -1; at = text.indexOf(key, at + 1)) {
      const colon = skipSpace(text, at + key.length);
      // Inside a string a backslash precedes its quotes.
      if (text[colon] === ":" && text[at - 1] !== "\\") return { at, name, value: skipSpace(text, colon + 1) };
    }
    return { at: Number.POSITIVE_INFINITY, name, value: text.length };
  }

  return (from) => {
    let first: (FoundKey & { at: number }) | undefined;
    for (const name of names) {
      const known = found.get(name);
      const key = known !== undefined && known.at >= from ? known : next(name, from);
      found.set(name, key);
      if (first === undefined || key.at < first.at) first = key;
    }
    return first !== undefined && Number.isFinite(first.at) ? first : undefined;
  };
}

/** Reads every string, as any key may be one of the names. */
function findEscaped(text: string, names: ReadonlySet<string>): FindKey {
  // `\u0061` for each letter, and two quotes.
  const longest = 6 * Math.max(...[...names].map((name) => name.length)) + 2;
  return (from) => {
    for (let at = text.indexOf('"', from); at !== -1; ) {
      const end = stringEnd(text, at);
      if (end === -1) return undefined;
      const colon = skipSpace(text, end);
      if (text[colon] === ":" && end - at <= longest) {
        const name = nameOf(text.slice(at, end));
        if (name !== undefined && names.has(name)) return { name, value: skipSpace(text, colon + 1) };
      }
      at = text.indexOf('"', end);
    }
    return undefined;
  };
}

/** The name that a key stands for; undefined where its escapes are malformed. */
function nameOf(key: string): string | undefined {
  if (!key.includes("\\")) return key.slice(1, -1);
  try {
    return JSON.parse(key);
  } catch {
    return undefined;
  }
}
