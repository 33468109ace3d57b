import { describeFormat } from "../testing/describe-format.js";
import type { usageRow } from "../testing/rows.js";
import { ndjson } from "./index.js";

describeFormat("ndjson", {
  format: ndjson,
  showsItsEnd: false,
  read: async (bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const row: ReturnType<typeof usageRow> = JSON.parse(line);
        const { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete } = row;
        return { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete };
      }),
});
