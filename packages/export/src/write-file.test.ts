import type { UsageRow } from "@metermux/usage";
import { expect, test } from "vitest";
import { ndjson } from "./ndjson/index.js";
import { emptyReport, usageRow } from "./testing/rows.js";
import { writeFile } from "./write-file.js";

const sink = () => {
  const chunks: string[] = [];
  return { chunks, out: { write: async (bytes: Uint8Array) => void chunks.push(new TextDecoder().decode(bytes)) } };
};

test("every batch of a query is written, and a failure of the query is the file's", async () => {
  const { chunks, out } = sink();
  async function* batches(): AsyncGenerator<readonly UsageRow[]> {
    yield [usageRow()];
    yield [usageRow(), usageRow()];
  }
  await writeFile({ batches, report: emptyReport }, ndjson(), out, { query: {} });
  expect(chunks.join("").split("\n")).toHaveLength(4);
  async function* failing(): AsyncGenerator<readonly UsageRow[]> {
    yield [usageRow()];
    throw new Error("the vendor failed");
  }
  await expect(writeFile({ batches: failing, report: emptyReport }, ndjson(), out, { query: {} })).rejects.toThrow(
    "the vendor failed",
  );
});
