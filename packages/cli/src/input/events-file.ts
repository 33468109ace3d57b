import type { GivenEvent } from "@metermux/sandbox";
import { CommandLineError } from "../failure.js";
import type { Io } from "../io.js";
import { nameOf, readPieces } from "./read-file.js";

/**
 * The events of a file: CSV where its name ends in .csv, else a line of JSON for each.
 *
 * @param path of the file; `-` is stdin.
 * @throws CommandLineError when it cannot be read, or has a line that is no event, naming it.
 */
export async function* readEventsFile(path: string, io: Io): AsyncGenerator<GivenEvent> {
  const file = { option: "--events", path };
  const { readEvents } = await import("@metermux/sandbox");
  try {
    yield* readEvents(readPieces(file, io), /\.csv$/i.test(path) ? "csv" : "ndjson");
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandLineError(`--events: ${nameOf(file)}: ${error.message}`, { cause: error });
    throw error;
  }
}
