import type { UsageRow } from "@metermux/usage";
import { describe, expect, test } from "vitest";
import type { Format, Output } from "../format.js";
import { emptyReport, hardRows, usageRow } from "./rows.js";

/** What a reader of a file finds of a row: text as it was, the value as a canonical decimal, instants as rows have them. */
export type ReadRow = Pick<
  UsageRow,
  "meterId" | "meterName" | "customerId" | "customerName" | "windowStart" | "value" | "unit" | "groups" | "complete"
>;

/** What the suite needs to know of a format. */
export interface FormatFixture {
  format(): Format;
  /** Reads a whole file by other means than this package's. @throws for one that is not whole, where that shows. */
  read(bytes: Uint8Array): Promise<readonly ReadRow[]>;
  /** Whether a file that was not closed can be told from a whole one. */
  showsItsEnd: boolean;
}

/** The suite that every format passes. Runs under vitest. */
export function describeFormat(name: string, { format, read, showsItsEnd }: FormatFixture): void {
  describe(name, () => {
    test("keeps every row, digit, null and name as it was, in order", async () => {
      expect(await read(await written(format(), [hardRows]))).toEqual(hardRows.map(asRead));
    });

    test("is the same file however the rows are batched", async () => {
      const whole = await written(format(), [hardRows]);
      expect(
        await written(
          format(),
          hardRows.map((row) => [row]),
        ),
      ).toEqual(whole);
      expect(await written(format(), [[], hardRows.slice(0, 5), [], hardRows.slice(5)])).toEqual(whole);
    });

    test("is a whole file without rows", async () => {
      expect(await read(await written(format(), []))).toEqual([]);
    });

    test("waits for a slow receiver, and never writes two things at once", async () => {
      let under = 0;
      const out: Output = {
        async write() {
          under += 1;
          expect(under).toBe(1);
          await new Promise((resolve) => setImmediate(resolve));
          under -= 1;
        },
      };
      const writer = await format().open(out, { query: {} });
      for (const row of hardRows) await writer.write([row]);
      await writer.close(emptyReport);
      expect(under).toBe(0);
    });

    test("ends with what its receiver throws", async () => {
      const full: Output = { write: () => Promise.reject(new Error("no space left on device")) };
      const attempt = async () => {
        const writer = await format().open(full, { query: {} });
        await writer.write([usageRow()]);
        await writer.close(emptyReport);
      };
      await expect(attempt()).rejects.toThrow("no space left on device");
    });

    test.runIf(showsItsEnd)("does not look whole before it is closed", async () => {
      await expect(read(await written(format(), [hardRows], false))).rejects.toThrow();
    });
  });
}

/** A file's bytes. */
export async function written(
  format: Format,
  batches: readonly (readonly UsageRow[])[],
  close = true,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const writer = await format.open({ write: async (bytes) => void chunks.push(bytes) }, { query: {} });
  for (const rows of batches) await writer.write(rows);
  if (close) await writer.close(emptyReport);
  return new Uint8Array(await new Blob(chunks.map((chunk) => chunk.slice())).arrayBuffer());
}

function asRead(row: UsageRow): ReadRow {
  const { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete } = row;
  return { meterId, meterName, customerId, customerName, windowStart, value, unit, groups, complete };
}
