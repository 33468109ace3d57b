import { expect, test } from "vitest";
import { describeFormat } from "../testing/describe-format.js";
import { emptyReport, usageRow } from "../testing/rows.js";
import { json } from "./index.js";

describeFormat("json", {
  format: json,
  showsItsEnd: true,
  read: async (bytes) =>
    JSON.parse(new TextDecoder().decode(bytes)).rows.map((row: ReturnType<typeof usageRow>) => {
      const { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete } = row;
      return { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete };
    }),
});

test("json has the report of the query after its rows", async () => {
  const chunks: Uint8Array[] = [];
  const writer = await json().open({ write: async (bytes) => void chunks.push(bytes) }, { query: {} });
  await writer.write([usageRow(), usageRow()]);
  await writer.close({ ...emptyReport, rows: 2, notes: [{ connection: "billing", about: "a note" }] });
  const document = JSON.parse(chunks.map((chunk) => new TextDecoder().decode(chunk)).join(""));
  expect(document).toEqual({
    rows: [usageRow(), usageRow()],
    report: { ...emptyReport, rows: 2, notes: [{ connection: "billing", about: "a note" }] },
  });
});
