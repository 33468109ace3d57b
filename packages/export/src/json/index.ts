/** Usage rows as one JSON document. */
import type { Format } from "../format.js";

/**
 * One document: `{ "rows": [ … ], "report": { … } }`, with the names of the model. It is not JSON before it is whole.
 */
export function json(): Format {
  const encoder = new TextEncoder();
  return {
    name: "json",
    extension: "json",
    mediaType: "application/json",
    async open(out) {
      let separator = "";
      await out.write(encoder.encode('{"rows":['));
      return {
        async write(rows) {
          if (rows.length === 0) return;
          await out.write(encoder.encode(rows.map((row) => `${take()}\n${JSON.stringify(row)}`).join("")));
        },
        async close(report) {
          await out.write(encoder.encode(`\n],"report":${JSON.stringify(report)}}\n`));
        },
      };

      function take(): string {
        const taken = separator;
        separator = ",";
        return taken;
      }
    },
  };
}
