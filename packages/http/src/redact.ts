import { unescapeOnce } from "./escapes.js";

/** Takes credentials out of a text. */
export type Redact = (text: string) => string;

/** A shorter credential is not looked for: it could be any word. */
const leastSecret = 8;
/** So much of the beginning of a credential is taken out where the rest is missing. */
const leastPart = 16;
/** So many encodings may lie around a credential. */
const maxLayers = 3;
/** A longer text is cut off here: nobody reads more of an error. */
const maxText = 100_000;

/**
 * Makes what takes every one of some credentials out of a text that may have echoed it: as it was sent, in base64 or in
 * hexadecimal, with any of its characters escaped as in JSON, URLs and HTML, three layers deep. Where it is cut off, its
 * first 16 characters or more are taken out too, and 8 at the end of the text. A text with an escaped one comes back
 * without its escapes, and one of more than 100,000 characters is cut off.
 * A credential of less than 8 characters is not looked for.
 */
export function createRedact(secrets: Iterable<string>): Redact {
  const forms = [...secrets].filter(({ length }) => length >= leastSecret).flatMap(formsOf);
  const replace = (text: string) => forms.reduce(takeOut, text);
  return (text) => {
    let layer = replace(text.slice(0, maxText));
    let redacted = layer;
    for (let layers = 0; layers < maxLayers; layers += 1) {
      const beneath = unescapeOnce(layer);
      layer = replace(beneath);
      if (layer !== beneath) redacted = layer;
    }
    return redacted;
  };
}

/** The beginning of a body on one line, fit for a message. */
export function excerpt(text: string, redact: Redact): string {
  // Redacted first: a credential cut in two would not be recognised.
  const line = redact(text).replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}

/** A credential as it is, in hexadecimal, and in base64, where what stands before it shifts it by no, one or two bytes. */
function formsOf(secret: string): string[] {
  const base64 = [0, 2, 3].map((cut, shift) =>
    btoa("\0".repeat(shift) + secret).slice(cut, Math.floor(((shift + secret.length) * 4) / 3)),
  );
  const urlSafe = base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  const hex = Array.from(secret, (character) => character.charCodeAt(0).toString(16)).join("");
  return [secret, hex, hex.toUpperCase(), ...new Set([...base64, ...urlSafe])];
}

/** Takes out a form wherever enough of it stands. */
function takeOut(text: string, form: string): string {
  const beginning = form.slice(0, leastSecret);
  let result = "";
  let done = 0;
  for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, at + 1)) {
    let end = at + leastSecret;
    while (end < at + form.length && text[end] === form[end - at]) end += 1;
    const enough = end === at + form.length || end >= at + leastPart || end === text.length;
    if (!enough || at < done) continue;
    result += `${text.slice(done, at)}[redacted]`;
    done = end;
  }
  return result + text.slice(done);
}
