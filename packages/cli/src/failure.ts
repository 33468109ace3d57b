import { isMetermuxError } from "@metermux/usage";
import { CommanderError } from "commander";
import { oneLine } from "./formats/printable.js";

/** How a command ends that did not do what was asked. */
export interface Failure {
  /** For people, on one line; undefined when nothing is to be said. */
  line: string | undefined;
  exitCode: number;
}

/** Invalid input that the command line itself finds. */
export class CommandLineError extends Error {
  override readonly name = "CommandLineError";
}

/** The options behind the facade's fields. */
const flags: Readonly<Record<string, string>> = {
  connections: "--connection",
  start: "--from",
  end: "--to",
  window: "--window",
  timeZone: "--time-zone",
  meters: "--meter",
  customers: "--customer",
  groupBy: "--group-by",
  filter: "--filter",
  maxRequests: "--max-requests",
  by: "--by",
  left: "--left",
  right: "--right",
  map: "--map",
  "tolerance.absolute": "--absolute",
  "tolerance.relative": "--relative",
};

/** Names of fields that no message can mean as ordinary words, wherever they stand in it. */
const fieldNames = /(?<![.\w])(timeZone|groupBy|maxRequests)\b(?:: (?=\d))?/g;

/** Commander's codes for what was asked for and given: help and version. */
const answered = new Set(["commander.helpDisplayed", "commander.version", "commander.help"]);

/**
 * The line and the exit code of anything thrown: 2 for input to correct, 130 for an interruption, 1 for the rest.
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
  const line = redact(oneLine(messageOf(error, context.command)), context.secrets);
  return { line: `metermux: ${line}`, exitCode: isInputError(error) ? 2 : 1 };
}

function isInputError(error: unknown): boolean {
  if (isMetermuxError(error)) return error.code === "invalid_input" || error.code === "unsupported";
  return error instanceof CommandLineError || error instanceof CommanderError;
}

function messageOf(error: unknown, command = "metermux"): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommanderError) return `${error.message.replace(/^error: /, "")} (see ${command} --help)`;
  return isMetermuxError(error) ? inFlags(error.message, error.field) : error.message;
}

/** A message of the facade with the options in place of its fields. */
function inFlags(message: string, field: string | undefined): string {
  const [name = "", ...key] = field?.split(".") ?? [];
  const own = flagOf(field ?? "");
  const flag = own ?? (isSide(name) ? undefined : flagOf(name) && [flagOf(name), ...key].join(" "));
  const named = flag === undefined ? message : message.replace(`${field}: `, `${flag}: `);
  return named.replace(fieldNames, (match, found: string) => `${flagOf(found)}${match.endsWith(": ") ? " " : ""}`);
}

/** `left.value` is a field of a row. */
const isSide = (name: string) => name === "left" || name === "right";

function flagOf(field: string): string | undefined {
  return Object.hasOwn(flags, field) ? flags[field] : undefined;
}

function redact(line: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "[redacted]"), line);
}

/** Whether a caught value is a system error of this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
