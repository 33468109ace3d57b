import type { Readable, Writable } from "node:stream";
import type { Environment } from "@metermux/connections";
import type { ConnectionOptions } from "@metermux/http";
import { oneLine, printableLines } from "./formats/printable.js";

/** Everything of the outside that a command touches. */
export interface Io {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  environment: Environment;
  /** Aborts when the command is to end, as by Ctrl-C. */
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** What every connection is made with besides what the environment says; for tests. */
  transport?: ConnectionOptions;
}

/** The process's own. Ctrl-C and SIGTERM abort the signal; a second one ends the process as it would without us. */
export function processIo(): Io {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  // The write that failed reports it; without a listener the event would end the process with a stack.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const { stdout, stderr, env } = process;
  return {
    // Opened where it is read: an open stdin can keep a process from ending.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    environment: env,
    signal: stop.signal,
    now: () => Date.now(),
  };
}

/**
 * Writes, and resolves when the stream has taken it: a slow reader slows the writer. Everything that the command prints
 * goes through here: but for line breaks, no character of it can drive a terminal.
 *
 * @throws what the stream reports, such as EPIPE when its reader has left.
 */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(printableLines(text), (error) => (error ? reject(error) : resolve()));
  });
}

/** Lines about the work on stderr, each on one line whatever it quotes. */
export async function note({ stderr }: Pick<Io, "stderr">, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await write(stderr, lines.map((line) => `metermux: ${oneLine(line)}\n`).join(""));
}
