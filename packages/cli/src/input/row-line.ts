import type { ComparableRow } from "@metermux/usage/compare";
import { CommandLineError } from "../failure.js";

/** A line of a file of rows. */
export interface RowLine {
  text: string;
  /** The file and the line, for messages. */
  where: string;
  /** `left` or `right`. */
  side: string;
}

/**
 * Reads a line of JSON as a row. What else a row can have is checked where the rows are compared.
 *
 * @throws CommandLineError for a line that is no row, or has a number where digits could be lost.
 */
export function readRow(line: RowLine): ComparableRow {
  const { text, where, side } = line;
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    // The message would quote the content, which can be a file given by mistake.
    throw new CommandLineError(`${where} is not JSON`);
  }
  const members = isObject(row) ? row : {};
  const groups = isObject(members.groups) ? Object.entries(members.groups) : [];
  for (const field of ["meterId", "customerId"]) refuseNumber(members[field], field, field, line);
  for (const [name, value] of groups) refuseNumber(value, `groups.${name}`, name, line);
  if (typeof members.meterId !== "string" || typeof members.windowStart !== "string" || members.value === undefined) {
    throw new CommandLineError(`${where} is no row: it needs meterId, windowStart and value`);
  }
  if (typeof members.value === "number") refuseInexact(text, `${where}: ${side}.value`, members.meterId);
  return row as ComparableRow; // What else is in it is checked where it is read.
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** An id is text: JSON's reader turns 9007199254740993 into another number. */
function refuseNumber(value: unknown, field: string, name: string, line: RowLine): void {
  if (typeof value !== "number") return;
  const [digits = String(value)] = numbersOf(line.text, name);
  throw new CommandLineError(`${line.where}: ${field} is the number ${digits}; ids are text, write "${digits}"`);
}

/** A whole number that a double holds is read as it is; the digits of others are lost by JSON's reader. */
function refuseInexact(text: string, field: string, meter: string): void {
  const numbers = numbersOf(text, "value");
  const exact = (digits: string) => /^-?\d+(\.0+)?$/.test(digits) && Number.isSafeInteger(Number(digits));
  const wrong = numbers.find((digits) => !exact(digits));
  if (numbers.length > 0 && wrong === undefined) return;
  const shown = wrong ?? "a number";
  const what = `${field}: ${shown} of meter ${meter.slice(0, 100)} cannot be used`;
  throw new CommandLineError(`${what}; a number does not keep every decimal, give a string`);
}

/** The numbers of a name as they stand in the text, cut where they are long. An unescaped `"name":` is in no JSON text. */
function numbersOf(text: string, name: string): string[] {
  const escaped = JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`${escaped}\\s*:\\s*(-?\\d[\\d.eE+-]*)`, "g");
  return Array.from(text.matchAll(pattern), ([, digits = ""]) =>
    digits.length > 40 ? `${digits.slice(0, 40)}…` : digits,
  );
}
