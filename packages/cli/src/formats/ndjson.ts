import type { Writable } from "node:stream";
import type { UsageRow } from "@metermux/usage";
import { write } from "../io.js";
import { jsonLine } from "./printable.js";

/** Writes one row a line, with the names of the model, a batch at a time as they arrive. */
export async function writeNdjson(batches: AsyncIterable<readonly UsageRow[]>, stdout: Writable): Promise<void> {
  for await (const rows of batches) await write(stdout, rows.map(jsonLine).join(""));
}
