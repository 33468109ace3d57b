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

  it("names the option in place of the facade's field", () => {
    const error = new MetermuxError("end: X cannot be used", { code: "invalid_input", field: "end" });
    expect(describeFailure(error, quiet).line).toBe("metermux: --to: X cannot be used");
  });

  it.each([
    ["filter.region: X", "filter.region", "--filter region: X"],
    ["timeZone: X; use UTC", "timeZone", "--time-zone: X; use UTC"],
    ["metronome: groupBy: X; leave groupBy out", "groupBy", "metronome: --group-by: X; leave --group-by out"],
    [
      "maxRequests: 5; allow more with maxRequests: 77",
      "maxRequests",
      "--max-requests: 5; allow more with --max-requests 77",
    ],
  ])("says %s in the options of the command line", (message, field, line) => {
    const error = new MetermuxError(message, { code: "invalid_input", field });
    expect(describeFailure(error, quiet).line).toBe(`metermux: ${line}`);
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

  it("never holds a credential", () => {
    const { line } = describeFailure(new Error("refused tok-123, I say tok-123"), { ...quiet, secrets: ["tok-123"] });
    expect(line).toBe("metermux: refused [redacted], I say [redacted]");
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
