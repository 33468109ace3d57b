import type { Writable } from "node:stream";
import type { UsageRow } from "@metermux/usage";
import { write } from "../io.js";
import { jsonLine } from "./printable.js";

/** Writes one row a line, with the names of the model, as they arrive. */
export async function writeNdjson(rows: AsyncIterable<UsageRow>, stdout: Writable): Promise<void> {
  for await (const row of rows) await write(stdout, jsonLine(row));
}
