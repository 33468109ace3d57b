import { isMetermuxError } from "@metermux/usage";
import { CommanderError } from "commander";
import { oneLine } from "./formats/printable.js";
import { flagWords, inWords, type Said } from "./formats/words.js";

/** How a command ends that did not do what was asked. */
export interface Failure {
  /** What happened, for people, on one line; undefined when nothing is to be said. */
  line: string | undefined;
  /** What to do, on a line of its own; absent where nothing is known to work. */
  advice?: string;
  exitCode: number;
}

/** Invalid input that the command line itself finds. */
export class CommandLineError extends Error {
  override readonly name = "CommandLineError";
  /** What to give in its place, where that is known. */
  readonly advice: string | undefined;

  constructor(message: string, { advice, ...options }: ErrorOptions & { advice?: string | undefined } = {}) {
    super(message, options);
    this.advice = advice;
  }
}

/** Commander's codes for what was asked for and given: help and version. */
const answered = new Set(["commander.helpDisplayed", "commander.version", "commander.help"]);

/**
 * The lines and the exit code of anything thrown: 2 for input to correct, 130 for an interruption, 1 for the rest.
 *
 * @param context whether the command was interrupted, the credentials that must not be printed, and the command whose
 * `--help` has the options, as in `metermux query`.
 */
export function describeFailure(
  error: unknown,
  context: { interrupted: boolean; secrets: readonly string[]; command?: string | undefined },
): Failure {
  // The reader has what it wanted, as in `| head -1`.
  if (hasCode(error, "EPIPE") || hasCode(error, "ERR_STREAM_DESTROYED")) return { line: undefined, exitCode: 0 };
  if (context.interrupted) return { line: "metermux: interrupted; what was printed is not all", exitCode: 130 };
  if (error instanceof CommanderError && answered.has(error.code)) {
    return { line: undefined, exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  const { line, advice } = say(error, context.command);
  const shown = (text: string) => redact(oneLine(text), context.secrets);
  return {
    line: `metermux: ${shown(line)}`,
    ...(advice !== undefined && { advice: `  try: ${shown(advice)}` }),
    exitCode: isInputError(error) ? 2 : 1,
  };
}

function isInputError(error: unknown): boolean {
  if (isMetermuxError(error)) return error.code === "invalid_input" || error.code === "unsupported";
  return error instanceof CommandLineError || error instanceof CommanderError;
}

/** What is said of anything thrown, in the options of the command line. */
export function say(error: unknown, command = "metermux"): Said {
  if (!(error instanceof Error)) return { line: String(error), advice: undefined };
  if (error instanceof CommanderError) {
    return { line: `${error.message.replace(/^error: /, "")} (see ${command} --help)`, advice: undefined };
  }
  if (isMetermuxError(error)) return inWords(error, flagWords);
  return { line: error.message, advice: error instanceof CommandLineError ? error.advice : undefined };
}

function redact(line: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "[redacted]"), line);
}

/** Whether a caught value is a system error of this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
