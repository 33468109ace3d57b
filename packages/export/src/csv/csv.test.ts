import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns } from "../columns.js";
import { describeFormat, written } from "../testing/describe-format.js";
import { hardRows, usageRow } from "../testing/rows.js";
import { csv, defuse, restore } from "./index.js";

const decode = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/** The records of a file; null where a cell is empty and not quoted. */
function records(text: string): Record<string, string | null>[] {
  return parse(text, {
    columns: true,
    record_delimiter: "\r\n",
    cast: (value, { quoting }) => (value === "" && !quoting ? null : value),
  });
}

const text = (cell: string | null | undefined) => (cell === null || cell === undefined ? null : restore(cell));

describeFormat("csv", {
  format: csv,
  showsItsEnd: false,
  read: async (bytes) =>
    records(decode(bytes)).map((record) => ({
      meterId: text(record.meter_id) ?? "",
      meterName: text(record.meter_name),
      customerId: text(record.customer_id),
      customerName: text(record.customer_name),
      windowStart: record.window_start ?? "",
      value: record.value ?? null,
      unit: text(record.unit),
      groups: JSON.parse(record.groups ?? ""),
      complete: record.complete === "true",
    })),
});

describe("csv", () => {
  test("has a line of names, and ends every line with CRLF", async () => {
    const lines = decode(await written(csv(), [[usageRow()]])).split("\r\n");
    expect(lines[0]).toBe(columns.map(({ name }) => name).join(","));
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^metronome,billing,m-1,API calls,c-1,Northlight Atlas,day,2026-03-01T00:00:00\.000Z,/);
    expect(lines[2]).toBe("");
  });

  test("runs no formula: no cell of text begins with what starts one, and numbers keep their sign", async () => {
    const found = records(decode(await written(csv(), [hardRows])));
    for (const { name } of columns.filter(({ kind }) => kind === "text")) {
      for (const record of found) expect(record[name] ?? "").not.toMatch(/^[=+\-@\t\r]/);
    }
    expect(found[1]?.value).toBe("-0.000000000000000001");
  });

  test("gives back any text that it defused", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => restore(defuse(value)) === value));
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "'"), fc.string(), (first, rest) => {
        return restore(defuse(first + rest)) === first + rest && defuse(first + rest).startsWith("'");
      }),
    );
  });

  test("has the columns that are chosen, in their order, and refuses others by name", async () => {
    const bytes = await written(csv({ columns: ["value", "customer_id"] }), [[usageRow()]]);
    expect(decode(bytes)).toBe("value,customer_id\r\n12,c-1\r\n");
    expect(() => csv({ columns: ["valeu"] })).toThrow(
      /columns: "valeu" cannot be used; choose from vendor, connection/,
    );
    expect(() => csv({ columns: [] })).toThrow(/columns: \[\] cannot be used/);
  });

  test("keeps a dimension called __proto__", async () => {
    const groups = Object.fromEntries([["__proto__", "p"]]);
    const [record] = records(decode(await written(csv(), [[usageRow({ groups })]])));
    expect(record?.groups).toBe('{"__proto__":"p"}');
  });

  test("begins with a byte order mark where it is asked for", async () => {
    const bytes = await written(csv({ byteOrderMark: true }), []);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});
