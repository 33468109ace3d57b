import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedact, excerpt } from "./redact.js";
import { remember } from "./secrets.js";

/** With every kind of character that an encoding changes. */
const secret = "sk/Live+9aZ=_x~7&Q\"<'>\\%41";

const redactor = (...all: string[]) => createRedact(all);

const codes = (text: string, write: (code: number) => string) =>
  Array.from(text, (character) => write(character.charCodeAt(0))).join("");
const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, "0");
const base64 = (text: string) => btoa(text);

const encodings: Record<string, (text: string) => string> = {
  "as it is": (text) => text,
  "as a JSON string": (text) => JSON.stringify(text),
  "as a JSON string with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "as a JSON string in a JSON string": (text) => JSON.stringify(JSON.stringify({ token: text })),
  "in \\u escapes": (text) => codes(text, (code) => `\\u${hex(code, 4)}`),
  "in upper-case \\u escapes": (text) => codes(text, (code) => `\\u${hex(code, 4).toUpperCase()}`),
  "in \\x escapes": (text) => codes(text, (code) => `\\x${hex(code)}`),
  "encoded for a URL": encodeURIComponent,
  "encoded for a URL, in lower case": (text) => encodeURIComponent(text).replace(/%../g, (each) => each.toLowerCase()),
  "encoded for a URL twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "encoded for a URL, every character": (text) => codes(text, (code) => `%${hex(code)}`),
  "encoded as a form": (text) => new URLSearchParams({ token: text }).toString(),
  "in HTML's names": (text) =>
    text.replace(/[&<>"'/+=_]/g, (each) => {
      const names = {
        "&": "amp",
        "<": "lt",
        ">": "gt",
        '"': "quot",
        "'": "apos",
        "/": "sol",
        "+": "plus",
        "=": "equals",
      };
      return `&${names[each as keyof typeof names] ?? "lowbar"};`;
    }),
  "in HTML's decimal numbers": (text) => codes(text, (code) => `&#${code};`),
  "in HTML's hexadecimal numbers": (text) => codes(text, (code) => `&#x${hex(code)};`),
  "in HTML in JSON": (text) => JSON.stringify(`<b>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</b>`),
  "in base64": base64,
  "in base64, after a user's name": (text) => base64(`user:${text}`),
  "in base64, after its scheme": (text) => base64(`Bearer ${text}`),
  "in base64, among others": (text) => base64(`x${text} and more`),
  "in base64 for URLs": (text) => base64(`ab${text}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
  "in base64, encoded for a URL": (text) => encodeURIComponent(base64(text)),
  "in hexadecimal": (text) => codes(text, (code) => hex(code)),
  "in upper-case hexadecimal": (text) => codes(text, (code) => hex(code).toUpperCase()),
};

describe("a credential is taken out of a text that has it", () => {
  test.each(Object.keys(encodings))("%s", (name) => {
    const encoded = encodings[name]?.(secret) ?? "";
    const redacted = redactor(secret)(`before ${encoded} after`);
    expect(redacted).toMatch(/^before .*\[redacted\].* after$/s);
    for (let at = 0; at + 6 <= secret.length; at += 1) expect(redacted).not.toContain(secret.slice(at, at + 6));
  });

  test("whatever it is made of, and however layers of escapes lie around it", () => {
    const names = Object.keys(encodings).filter((name) => !/base64|hexadecimal$|form/.test(name));
    // Tokens are made of letters, digits and these: base64, base64url, JSON web tokens, RFC 6750 and more.
    const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=:!$*,;@|<>'\"";
    const credential = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(credential, fc.constantFrom(...names), (token, name) => {
        const redacted = redactor(token)(`<${encodings[name]?.(token) ?? ""}>`);
        expect(redacted).toContain("[redacted]");
        expect(redacted.includes(token)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("as often as it stands there, and nothing else with it", () => {
    expect(redactor("abcdefgh")("(abcdefgh) is bad; abcdefgh%20abcdefgh!")).toBe(
      "([redacted]) is bad; [redacted]%20[redacted]!",
    );
  });

  test("cut off: by its first 16 characters, or by 8 at the end of the text", () => {
    const redact = redactor("0123456789abcdefghijklmn");
    expect(redact("bad token 0123456789abcdefXX")).toBe("bad token [redacted]XX");
    expect(redact("bad token 01234567")).toBe("bad token [redacted]");
    expect(redact("bad token 0123456")).toBe("bad token 0123456");
  });
});

describe("words that nobody sent are left alone", () => {
  test.each(["t", "UTC", "secret", "7654321"])(
    "a credential of fewer than 8 characters is not looked for: %s",
    (short) => {
      const message = `the token (${short}) was read in UTC at 7654321; ${short} is no secret`;
      expect(redactor(short)(message)).toBe(message);
    },
  );

  test("a word that a credential begins with", () => {
    const message = "metronome: the customer is unknown";
    expect(redactor("metronome-key-17", "customer-9f3a")(message)).toBe(message);
  });

  test("a text without a credential, to the last character", () => {
    const text = String.raw`{"a":"\\u0041\n%20&amp;&nope; \"x\""}`;
    expect(redactor(secret)(text)).toBe(text);
  });
});

test("every credential is remembered, up to a hundred", () => {
  const all = Array.from({ length: 101 }, (_, index) => `${1_000_000 + index}-credential`);
  const secrets = new Set<string>();
  for (const secret of all) remember(secrets, secret);
  const redact = createRedact(secrets);
  expect(redact(`${all[1]} ${all[100]}`)).toBe("[redacted] [redacted]");
  expect(redact(all[0] ?? "")).toBe(all[0]);
});

test("an excerpt is cut after it is redacted, and a very long text before", () => {
  const redact = redactor(secret);
  expect(excerpt(`${"x".repeat(110)}${secret}`, redact)).toBe(`${"x".repeat(110)}[redacted]`);
  const long = redact(`${"x".repeat(99_990)}${secret}`);
  expect(long).toBe(`${"x".repeat(99_990)}[redacted]`);
});
