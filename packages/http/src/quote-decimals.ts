// JSON.parse turns 9007199254740993 into ...992. The numbers of the named fields are put in quotes before parsing, so
// that they arrive as strings with every digit of the wire. Only a JSON number is quoted: what is malformed stays so,
// and JSON.parse refuses it.
const jsonNumber = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,}\]])`;
const mapEntry = new RegExp(
  String.raw`\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:(${jsonNumber})|[^\s,{}[\]"]+|"(?:[^"\\]|\\.)*")\s*,?`,
  "y",
);

/**
 * Puts the numbers of the named fields of a JSON text in quotes.
 *
 * @param fields names such as `value`, or `groups.*` for every value of the map `groups`.
 * @returns JSON text in which those numbers are strings, exactly as they stood; everything else is untouched.
 */
export function quoteDecimals(text: string, fields: readonly string[]): string {
  let quoted = text;
  for (const field of fields) {
    quoted = field.endsWith(".*") ? quoteMap(quoted, field.slice(0, -2)) : quoteField(quoted, field);
  }
  return quoted;
}

/** A quote that no backslash precedes opens a token, so `"name":` found this way is a key and never part of a string. */
function key(name: string): string {
  return String.raw`(?<!\\)"${name}"\s*:\s*`;
}

function quoteField(text: string, name: string): string {
  return text.replace(new RegExp(`(${key(name)})(${jsonNumber})`, "g"), '$1"$2"');
}

function quoteMap(text: string, name: string): string {
  const opening = new RegExp(`${key(name)}\\{`, "g");
  let result = "";
  let done = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    mapEntry.lastIndex = opening.lastIndex;
    for (let entry = mapEntry.exec(text); entry !== null; entry = mapEntry.exec(text)) {
      const digits = entry[1];
      if (digits === undefined) continue;
      const start = entry.index + entry[0].lastIndexOf(digits);
      result += `${text.slice(done, start)}"${digits}"`;
      done = start + digits.length;
    }
  }
  return result + text.slice(done);
}
