import { Decimal } from "../world/decimal.js";

/** JSON with exact decimals among its numbers. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Decimal
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * JSON text in which a decimal is a bare number with every digit. JSON.stringify cannot do this, because it writes
 * doubles. Properties that are undefined are left out.
 */
export function writeJson(value: Json): string {
  if (Decimal.isBigNumber(value)) return value.toFixed();
  if (isList(value)) return `[${value.map(writeJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

/** Whether the value is a JSON object, not a list or a decimal. */
export function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Decimal.isBigNumber(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
