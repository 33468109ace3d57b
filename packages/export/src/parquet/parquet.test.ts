import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { columns } from "../columns.js";
import { describeFormat, written } from "../testing/describe-format.js";
import { hardRows, usageRow } from "../testing/rows.js";
import { unscaled } from "./decimal.js";
import { parquet } from "./index.js";

const bufferOf = (bytes: Uint8Array) => bytes.slice().buffer;

/** A reader gives a DECIMAL as a double: the digits are read as the integer that the file holds. */
const decimals = columns.findIndex(({ name }) => name === "value");

async function objects(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const metadata = parquetMetadata(bufferOf(bytes));
  // Without its types the column is 16 bytes.
  const schema = metadata.schema.map((element) =>
    element.name === "value" && element.converted_type === "DECIMAL"
      ? { ...element, converted_type: undefined, logical_type: undefined }
      : element,
  );
  return parquetReadObjects({ file: bufferOf(bytes), metadata: { ...metadata, schema }, utf8: false });
}

function decimalOf(bytes: unknown, scale = 18): string | null {
  if (!(bytes instanceof Uint8Array)) return null;
  const unsigned = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const integer = BigInt.asIntN(128, unsigned);
  const digits = (integer < 0n ? -integer : integer).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${integer < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}${fraction && `.${fraction}`}`;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

describeFormat("parquet", {
  format: parquet,
  showsItsEnd: true,
  read: async (bytes) =>
    (await objects(bytes)).map((row) => ({
      meterId: textOf(row.meter_id) ?? "",
      meterName: textOf(row.meter_name),
      customerId: textOf(row.customer_id),
      customerName: textOf(row.customer_name),
      windowStart: row.window_start instanceof Date ? row.window_start.toISOString() : "",
      value: decimalOf(row.value),
      unit: textOf(row.unit),
      // A map without entries has none.
      groups: Object.fromEntries(Object.entries((row.groups as Record<string, string | null>) ?? {})),
      complete: row.complete === true,
    })),
});

describe("parquet", () => {
  test("holds values as DECIMAL(38,18), instants as timestamps in UTC, and groups as a map", async () => {
    const { schema } = parquetMetadata(bufferOf(await written(parquet(), [[usageRow()]])));
    const element = (name: string) => schema.find((each) => each.name === name);
    expect(element("value")).toMatchObject({
      type: "FIXED_LEN_BYTE_ARRAY",
      precision: 38,
      scale: 18,
      repetition_type: "OPTIONAL",
    });
    expect(element("window_start")).toMatchObject({
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
      repetition_type: "REQUIRED",
    });
    expect(element("groups")).toMatchObject({ converted_type: "MAP", num_children: 1 });
    expect(decimals).toBeGreaterThan(0);
  });

  test.each([
    [
      "more digits after the point",
      "0.0000000000000000001",
      18,
      /0\.0000000000000000001 of meter m-1, 2026-03-01.* does not fit DECIMAL\(38,18\); use a decimalScale from 19 to 38/,
    ],
    ["more digits before it", "123456789012345678901", 18, /use a decimalScale from 0 to 17/],
    ["more digits than any scale has", `1${"0".repeat(38)}`, 18, /write CSV or NDJSON/],
    ["a fraction under scale 0", "1.5", 0, /use a decimalScale from 1 to 37/],
  ])("refuses %s, and never rounds", async (_case, value, decimalScale, message) => {
    const writing = written(parquet({ decimalScale }), [[usageRow({ value })]]);
    await expect(writing).rejects.toMatchObject({
      code: "unsupported",
      field: "decimalScale",
      message: expect.stringMatching(message),
    });
  });

  test("scales any decimal that fits exactly", () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }),
      fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
    );
    fc.assert(
      fc.property(decimal, ([whole, part]) => {
        const sign = whole < 0n ? -1n : 1n;
        const text = `${whole}.${part.toString().padStart(18, "0")}`;
        expect(unscaled(text, 18, usageRow())).toBe(whole * 10n ** 18n + sign * part);
      }),
    );
  });

  test("holds no more rows than one group at a time, and keeps them all", async () => {
    const bytes = await written(parquet({ rowGroupSize: 4 }), [hardRows]);
    const { row_groups } = parquetMetadata(bufferOf(bytes));
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([4, 4, 4, 1]);
  });

  test.each([
    ["decimalScale", { decimalScale: 39 }],
    ["decimalScale", { decimalScale: 1.5 }],
    ["rowGroupSize", { rowGroupSize: 0 }],
    ["columns", { columns: ["rows"] }],
  ])("refuses a %s that cannot be used, by name", (field, options) => {
    expect(() => parquet(options)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  });
});
