/** Makes headers of what undici read; a field that came several times has several values. */
export function readHeaders(fields: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === "string") headers.append(name, toByteString(value));
    else for (const each of value ?? []) headers.append(name, toByteString(each));
  }
  return headers;
}

/** Early versions of undici 7 read fields as UTF-8; in `Headers` a character is a byte, and anything else is refused. */
function toByteString(value: string): string {
  for (let index = 0; index < value.length; index += 1) {
    if (value.charCodeAt(index) > 0xff) return String.fromCharCode(...new TextEncoder().encode(value));
  }
  return value;
}
