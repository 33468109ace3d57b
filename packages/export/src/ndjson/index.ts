/** Usage rows as NDJSON. */
import type { Format } from "../format.js";

/**
 * A row as JSON on each line, with the names of the model, in the order in which they come. The file says nothing of its
 * end: who writes it must not let part of it look whole.
 */
export function ndjson(): Format {
  const encoder = new TextEncoder();
  return {
    name: "ndjson",
    extension: "ndjson",
    mediaType: "application/x-ndjson",
    open: async (out) => ({
      async write(rows) {
        if (rows.length > 0) await out.write(encoder.encode(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
      },
      async close() {},
    }),
  };
}
