import type { QueryReport, UsageRow } from "@metermux/usage";
import type { ExportContext, Format, Output } from "./format.js";

/** Rows in batches with the report of their query, as `usage.query(query)` gives them. */
export interface Batches {
  batches(): AsyncIterable<readonly UsageRow[]>;
  readonly report: QueryReport;
}

/**
 * Writes every row of a query to one file.
 *
 * @throws whatever ended the query, or a row that the format cannot hold: what was written until then is not a whole file.
 */
export async function writeFile(result: Batches, format: Format, out: Output, context: ExportContext): Promise<void> {
  const writer = await format.open(out, context);
  for await (const rows of result.batches()) await writer.write(rows);
  await writer.close(result.report);
}
