const names = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["sol", "/"],
  ["plus", "+"],
  ["equals", "="],
  ["colon", ":"],
  ["period", "."],
  ["lowbar", "_"],
]);

// Escapes of JSON and JavaScript, of URLs, and of HTML: by hexadecimal code, by decimal code, by name, by backslash.
const escapes = /(?:\\+(?:u00|x)|%|&#x0*)([2-7][\da-f]);?|&#0*(\d{2,3});?|&([a-z]+);|\\+(["'\\/])/gi;

/** Undoes one layer of the escapes that encodings lay around printable ASCII; anything else stays as it is. */
export function unescapeOnce(text: string): string {
  return text.replace(escapes, (whole, hex?: string, decimal?: string, name?: string, self?: string) => {
    if (self !== undefined) return self;
    if (name !== undefined) return names.get(name.toLowerCase()) ?? whole;
    return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
