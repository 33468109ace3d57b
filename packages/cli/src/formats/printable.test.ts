import { describe, expect, it } from "vitest";
import { jsonLine, oneLine, printable, printableLines } from "./printable.js";

const hostile: readonly [string, string][] = [
  ["ESC", "\u001B"],
  ["BEL", "\u0007"],
  ["a C1 control", "\u009B"],
  ["right-to-left override", "\u202E"],
  ["a bidirectional isolate", "\u2066"],
  ["the Arabic letter mark", "\u061C"],
  ["zero-width space", "\u200B"],
  ["zero-width joiner", "\u200D"],
  ["word joiner", "\u2060"],
  ["byte order mark", "\uFEFF"],
  ["soft hyphen", "\u00AD"],
  ["line separator", "\u2028"],
  ["paragraph separator", "\u2029"],
  ["a tag character", "\u{E0041}"],
  ["the Hangul filler", "\u3164"],
  ["a lone surrogate", "\uD800"],
];

describe("printable", () => {
  it.each(hostile)("replaces %s visibly", (_name, character) => {
    expect(printable(`a${character}b`)).toBe("a\u{FFFD}b");
    expect(printableLines(`a${character}b\n`)).toBe("a\u{FFFD}b\n");
  });

  it("replaces line breaks and tabs inside a line, and keeps them between lines", () => {
    expect(printable("a\nb\tc")).toBe("a\u{FFFD}b\u{FFFD}c");
    expect(printableLines("a\nb\rc\n")).toBe("a\nb\u{FFFD}c\n");
    expect(oneLine("a\n b\r\n\tc\u001B[31m ")).toBe("a b c\u{FFFD}[31m");
  });

  it("keeps letters of every script, accents and emoji", () => {
    const text = "Zoë مرحبا 東京 नमस्ते 🙂 ❤️ -1.5";
    expect(printable(text)).toBe(text);
  });
});

describe("jsonLine", () => {
  it.each(hostile)("escapes %s without losing it", (_name, character) => {
    const line = jsonLine({ name: `a${character}b` });
    expect(printableLines(line)).toBe(line);
    expect(JSON.parse(line)).toEqual({ name: `a${character}b` });
  });

  it("leaves everything else as JSON has it", () => {
    expect(jsonLine({ a: "é\n", b: [1, null] })).toBe('{"a":"é\\n","b":[1,null]}\n');
  });
});
