import { readCsv } from "./csv.js";
import { type CheckedEvent, checkEvent } from "./given-event.js";
import { readNdjson } from "./ndjson.js";
import { fromTextStart } from "./text-start.js";

/** The format of a file of events. */
export type EventFormat = "ndjson" | "csv";

/**
 * Reads the events of a text, for the option `events` of startSandbox. Every digit of their numbers is kept. A byte order mark
 * is skipped.
 *
 * @param text the whole text, or its chunks, for example from `createReadStream(path, "utf8")`
 * @throws RangeError that names the line, the field and the invalid value
 */
export async function* readEvents(
  text: string | AsyncIterable<string>,
  format: EventFormat,
): AsyncGenerator<CheckedEvent> {
  const pieces = fromTextStart(typeof text === "string" ? [text] : text);
  const lines = format === "csv" ? readCsv(pieces) : readNdjson(pieces);
  for await (const { number, event } of lines) yield checkEvent(event, `line ${number}`);
}
