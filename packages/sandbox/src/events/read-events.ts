import { readCsv } from "./csv.js";
import { type CheckedEvent, checkEvent } from "./given-event.js";
import { readNdjson } from "./ndjson.js";
import { fromTextStart } from "./text-start.js";

/** How events are written. */
export type EventFormat = "ndjson" | "csv";

/**
 * The events in a text, for the option `events` of startSandbox. Every digit of their numbers is kept. A byte order mark
 * is skipped.
 *
 * @param text the whole, or its pieces as they are read, for example of `createReadStream(path, "utf8")`
 * @throws RangeError that names the line, the field and the value that cannot be used
 */
export async function* readEvents(
  text: string | AsyncIterable<string>,
  format: EventFormat,
): AsyncGenerator<CheckedEvent> {
  const pieces = fromTextStart(typeof text === "string" ? [text] : text);
  const lines = format === "csv" ? readCsv(pieces) : readNdjson(pieces);
  for await (const { number, event } of lines) yield checkEvent(event, `line ${number}`);
}
