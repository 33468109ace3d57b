import { createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import { CommandLineError } from "../failure.js";
import type { Io } from "../io.js";

/** A file that an option names. */
export interface InputFile {
  /** As in `--map`, for messages. */
  option: string;
  /** `-` is stdin. */
  path: string;
  /** What to do where it cannot be read, for messages. */
  instead?: string;
}

/** The longest line, and the longest document, in UTF-16 units: rows and maps are far shorter. */
export const maxLineLength = 16 * 1024 * 1024;

/** The name of a file in messages. */
export const nameOf = ({ path }: InputFile): string => (path === "-" ? "stdin" : path);

/** "ENOENT: no such file or directory, open '…'": messages have the path already. */
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split(", ")[0];

/**
 * The text of a file, in pieces that end anywhere. A byte order mark of UTF-8 is skipped.
 *
 * @throws CommandLineError where the file cannot be read, or is not UTF-8: another encoding read as UTF-8 makes other names.
 */
export async function* readPieces(file: InputFile, { stdin, signal }: Pick<Io, "stdin" | "signal">) {
  try {
    const stream = addAbortSignal(signal, file.path === "-" ? stdin : createReadStream(file.path));
    yield* decode(stream, file);
  } catch (error) {
    if (error instanceof CommandLineError || signal.aborted) throw error;
    const instead = file.instead === undefined ? "" : `; ${file.instead}`;
    const message = `${file.option}: ${nameOf(file)} cannot be read: ${reasonOf(error)}${instead}`;
    throw new CommandLineError(message, { cause: error });
  }
}

/** The lines of a file with their numbers, from 1, without LF or CRLF. Time and memory grow with the file alone. */
export async function* readLines(file: InputFile, io: Pick<Io, "stdin" | "signal">) {
  let number = 1;
  let parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    length += part.length;
    if (length > maxLineLength) {
      throw new CommandLineError(
        `${file.option}: ${nameOf(file)}, line ${number} is longer than ${maxLineLength} characters`,
      );
    }
    parts.push(part);
  };
  for await (const piece of readPieces(file, io)) {
    let from = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", from)) {
      add(piece.slice(from, end));
      yield { number, text: parts.join("").replace(/\r$/, "") };
      [number, parts, length, from] = [number + 1, [], 0, end + 1];
    }
    add(piece.slice(from));
  }
  yield { number, text: parts.join("") };
}

/** A whole file. @throws CommandLineError as {@link readPieces} does, and for one that is too long. */
export async function readDocument(file: InputFile, io: Pick<Io, "stdin" | "signal">): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of readPieces(file, io)) {
    length += piece.length;
    if (length > maxLineLength) {
      throw new CommandLineError(`${file.option}: ${nameOf(file)} is longer than ${maxLineLength} characters`);
    }
    pieces.push(piece);
  }
  return pieces.join("");
}

async function* decode(chunks: AsyncIterable<Uint8Array | string>, file: InputFile): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const refuse = (what: string) => new CommandLineError(`${file.option}: ${nameOf(file)} ${what}; save it as UTF-8`);
  // The first four bytes tell the encoding.
  let start: Uint8Array = new Uint8Array();
  let known = false;
  const next = (bytes: Uint8Array, options?: { stream: true }) => {
    const encoding = known ? undefined : encodingOf(bytes);
    if (encoding !== undefined) throw refuse(`is ${encoding}`);
    known = true;
    return decoder.decode(bytes, options);
  };
  try {
    for await (const chunk of chunks) {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      start = known ? bytes : Buffer.concat([start, bytes]);
      if (known || start.length >= 4) yield next(start, { stream: true });
    }
    yield next(known ? new Uint8Array() : start);
  } catch (error) {
    if (error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      throw refuse("is not UTF-8");
    }
    throw error;
  }
}

/** UTF-16 and UTF-32, by their marks, or by the zero bytes of ordinary characters. */
function encodingOf([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? "UTF-32" : "UTF-16";
  if (first === 0xfe && second === 0xff) return "UTF-16";
  if (first === 0 && second === 0) return "UTF-32";
  return first === 0 || second === 0 ? "UTF-16" : undefined;
}
