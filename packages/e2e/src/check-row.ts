import type { UsageRow } from "@metermux/usage";
import schema from "@metermux/usage/row.schema.json" with { type: "json" };
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
const isRow = ajv.compile(schema);

/** Checks a row by the published schema and returns it. @throws Error with the row and every violation. */
export function checkRow(row: UsageRow): UsageRow {
  if (isRow(row)) return row;
  throw new Error(`${ajv.errorsText(isRow.errors, { dataVar: "row" })}: ${JSON.stringify(row)}`);
}
