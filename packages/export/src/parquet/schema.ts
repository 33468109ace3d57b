import type { SchemaElement } from "hyparquet";
import type { Column } from "../columns.js";
import { precision } from "./decimal.js";

/** The schema of a file, as Parquet lists it: the root, then each column with its parts. */
export function schemaOf(columns: readonly Column[], scale: number): SchemaElement[] {
  return [{ name: "usage", num_children: columns.length }, ...columns.flatMap((column) => elementsOf(column, scale))];
}

function elementsOf({ name, kind, required }: Column, scale: number): SchemaElement[] {
  const repetition_type = required ? "REQUIRED" : "OPTIONAL";
  const column = { name, repetition_type } as const;
  switch (kind) {
    case "boolean":
      return [{ ...column, type: "BOOLEAN" }];
    case "number":
      return [{ ...column, type: "INT32" }];
    case "instant":
      return [
        {
          ...column,
          type: "INT64",
          converted_type: "TIMESTAMP_MICROS",
          logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
        },
      ];
    case "decimal":
      return [
        {
          ...column,
          type: "FIXED_LEN_BYTE_ARRAY",
          type_length: 16,
          converted_type: "DECIMAL",
          logical_type: { type: "DECIMAL", precision, scale },
          precision,
          scale,
        },
      ];
    case "groups":
      return [
        { ...column, converted_type: "MAP", logical_type: { type: "MAP" }, num_children: 1 },
        { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
        { ...utf8("key"), repetition_type: "REQUIRED" },
        { ...utf8("value"), repetition_type: "OPTIONAL" },
      ];
    default:
      return [{ ...utf8(name), repetition_type }];
  }
}

function utf8(name: string): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
}
