import { createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import type { GivenEvent } from "@metermux/sandbox";
import { UsageError } from "./failure.js";
import type { Io } from "./io.js";

/**
 * The events of a file: CSV where its name ends in .csv, else a line of JSON for each.
 *
 * @param path of the file; `-` is stdin.
 * @throws UsageError when it cannot be read; RangeError for a line that is no event, naming it.
 */
export async function* readEventsFile(path: string, { stdin, signal }: Io): AsyncGenerator<GivenEvent> {
  const name = path === "-" ? "stdin" : path;
  const { readEvents } = await import("@metermux/sandbox");
  try {
    const source = addAbortSignal(signal, path === "-" ? stdin : createReadStream(path));
    source.setEncoding("utf8");
    yield* readEvents(source, /\.csv$/i.test(path) ? "csv" : "ndjson");
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--events: ${name}: ${error.message}`, { cause: error });
    // "ENOENT: no such file or directory, open '…'": the path is said already.
    const [why] = (error instanceof Error ? error.message : String(error)).split(", ");
    throw new UsageError(`--events: ${name} cannot be read: ${why}`, { cause: error });
  }
}
