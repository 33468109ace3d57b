import { MetermuxError } from "@metermux/usage";
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { CommandLineError, describeFailure } from "./failure.js";

const quiet = { interrupted: false, secrets: [] };

describe("describeFailure", () => {
  it.each([
    ["invalid_input", 2],
    ["unsupported", 2],
    ["unauthorized", 1],
    ["not_found", 1],
    ["rejected", 1],
    ["rate_limited", 1],
    ["vendor_failure", 1],
    ["connection_failed", 1],
    ["timed_out", 1],
    ["aborted", 1],
    ["redirected", 1],
    ["unexpected_response", 1],
    ["incomplete_result", 1],
  ] as const)("ends %s with %i", (code, exitCode) => {
    const error = new MetermuxError("metronome: it did not work", { code });
    expect(describeFailure(error, quiet)).toEqual({ line: "metermux: metronome: it did not work", exitCode });
  });

  it("names the option of the field that is at fault, from the data of the error", () => {
    const details = { code: "invalid_input", field: "end", value: "X", reason: "there is no such date" } as const;
    const failure = describeFailure(new MetermuxError("end: a message of the library", details), quiet);
    expect(failure).toEqual({ line: "metermux: --to: X cannot be used; there is no such date", exitCode: 2 });
  });

  it("says on a second line what works, in options to paste", () => {
    const error = new MetermuxError("a message of the library", {
      ...{ code: "unsupported", vendor: "metronome", field: "groupBy", reason: "meter m cannot be grouped by hue" },
      suggestion: { changes: [{ groupBy: ["a b", "tier"] }, { groupBy: undefined }], text: "the library's" },
    });
    expect(describeFailure(error, quiet)).toEqual({
      line: "metermux: metronome: meter m cannot be grouped by hue",
      advice: "  try: --group-by 'a b' --group-by tier, or leave out --group-by",
      exitCode: 2,
    });
  });

  it("points to the help of the command that was used", () => {
    const wrong = new CommanderError(1, "commander.unknownOption", "error: unknown option '--x'");
    const { line } = describeFailure(wrong, { ...quiet, command: "metermux compare" });
    expect(line).toBe("metermux: unknown option '--x' (see metermux compare --help)");
  });

  it("ends wrong usage with 2 and anything unforeseen with 1", () => {
    expect(describeFailure(new CommandLineError("no"), quiet)).toEqual({ line: "metermux: no", exitCode: 2 });
    expect(describeFailure(new Error("odd"), quiet)).toEqual({ line: "metermux: odd", exitCode: 1 });
    expect(describeFailure("odder", quiet)).toEqual({ line: "metermux: odder", exitCode: 1 });
    const wrong = new CommanderError(1, "commander.unknownOption", "error: unknown option '--x'\n(Did you mean y?)");
    const line = "metermux: unknown option '--x' (Did you mean y?) (see metermux --help)";
    expect(describeFailure(wrong, quiet)).toEqual({ line, exitCode: 2 });
  });

  it("is one line without control characters", () => {
    const { line } = describeFailure(new Error("a\nb\r\n\tc\u001b[31m\u202E\u200B"), quiet);
    expect(line).toBe("metermux: a b c\u{FFFD}[31m\u{FFFD}\u{FFFD}");
  });

  it("never holds a credential, nor a character that drives a terminal, on either line", () => {
    const context = { ...quiet, secrets: ["tok-123"] };
    const { line } = describeFailure(new Error("refused tok-123, I say tok-123"), context);
    expect(line).toBe("metermux: refused [redacted], I say [redacted]");
    const suggestion = { changes: [{ meters: ["tok-123\u001b[31m\n"] }], text: "" };
    const error = new MetermuxError("no", { code: "unsupported", field: "meters", reason: "no", suggestion });
    expect(describeFailure(error, context).advice).toBe("  try: --meter '[redacted]\u{FFFD}[31m '");
  });

  it("says nothing when the reader has left", () => {
    const error = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    expect(describeFailure(error, quiet)).toEqual({ line: undefined, exitCode: 0 });
  });

  it("ends an interruption with 130, whatever was thrown", () => {
    const { line, exitCode } = describeFailure(new Error("aborted"), { ...quiet, interrupted: true });
    expect(exitCode).toBe(130);
    expect(line).toMatch(/^metermux: interrupted/);
  });
});
