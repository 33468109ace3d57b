import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandLine, exportLines, quote } from "./shell-quote.js";

const awkward = [
  "",
  "plain",
  "two words",
  "it's",
  "'",
  "$HOME `id` $(id)",
  'a"b',
  "back\\slash",
  "line\nbreak",
  "*;&|",
];

describe("what a shell makes of it", () => {
  it.each(awkward)("quotes %j as one word", (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${quote(text)}`], { encoding: "utf8" })).toBe(text);
  });

  it("keeps a command's words apart, and quotes only what needs it", () => {
    const line = commandLine(["--now", "2026-03-01T00:00:00.000Z", "two words", "-x"]);
    expect(line).toBe("--now 2026-03-01T00:00:00.000Z 'two words' -x");
  });

  it("exports values as they are", () => {
    const lines = exportLines({ FIRST: "it's $HOME", SECOND: "http://127.0.0.1:1" });
    expect(lines).toBe("export FIRST='it'\\''s $HOME'\nexport SECOND='http://127.0.0.1:1'\n");
    const script = `${lines}printf '%s|%s' "$FIRST" "$SECOND"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe("it's $HOME|http://127.0.0.1:1");
  });
});
