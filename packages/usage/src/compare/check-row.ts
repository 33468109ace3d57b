import type { Aggregation, Window } from "../model/query.js";
import { invalidInput, shown } from "../model/refusal.js";
import type { ComparableRow, SideName } from "./side.js";

/** By record, so that a kind or window that is added cannot be left out here. */
const windows: Readonly<Record<Window, true>> = { hour: true, day: true, week: true, month: true, none: true };
const aggregations: Readonly<Record<Aggregation, true>> = {
  ...{ sum: true, count: true, min: true, max: true, unique: true, latest: true, average: true, unknown: true },
};

/**
 * Checks what came from a file, a database or a program without types. A field that is null or absent is not given.
 *
 * @throws MetermuxError `invalid_input` that names the side, the field and the value. An id that is a number is refused:
 * 42 and "42" would be two customers, and a number does not keep every digit.
 */
export function checkRow(row: ComparableRow, side: SideName): void {
  if (typeof row !== "object" || row === null) throw invalidInput(side, `${shown(row)} as a row`, "give objects");
  const { meterId, customerId, groups, mapped }: Loose = row;
  if (meterId === "" || meterId === undefined || meterId === null) {
    throw invalidInput(`${side}.meterId`, shown(meterId), "give every row the id of its meter");
  }
  checkText(meterId, `${side}.meterId`);
  if (isGiven(customerId)) checkText(customerId, `${side}.customerId`);
  for (const [name, value] of membersOf(groups, `${side}.groups`)) {
    if (value !== null) checkText(value, `${side}.groups.${name}`);
  }
  for (const [name, value] of membersOf(mapped, `${side}.mapped`)) {
    if (isGiven(value)) checkText(value, `${side}.mapped.${name}`);
  }
  checkOthers(row, side);
}

/** A row as it may come: with members of any type. */
type Loose = { readonly [Name in keyof ComparableRow]: unknown };

function checkOthers({ unit, measures, window, aggregation, complete, final }: Loose, side: SideName): void {
  if (isGiven(unit)) checkText(unit, `${side}.unit`);
  checkOneOf(measures, { usage: true, cost: true }, `${side}.measures`);
  checkOneOf(window, windows, `${side}.window`);
  checkOneOf(aggregation, aggregations, `${side}.aggregation`);
  for (const [name, value] of Object.entries({ complete, final })) {
    if (isGiven(value) && typeof value !== "boolean") {
      throw invalidInput(`${side}.${name}`, shown(value), "give true or false, or leave it out");
    }
  }
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

function checkText(value: unknown, field: string): void {
  if (typeof value === "string") return;
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const instead = isNumber ? `ids are text, give "${value}"` : "give text";
  throw invalidInput(field, isNumber ? `the number ${value}` : shown(value), instead);
}

function checkOneOf(value: unknown, known: Readonly<Record<string, true>>, field: string): void {
  if (!isGiven(value) || (typeof value === "string" && Object.hasOwn(known, value))) return;
  throw invalidInput(field, shown(value), `give one of ${Object.keys(known).join(", ")}, or leave it out`);
}

function membersOf(value: unknown, field: string): [string, unknown][] {
  if (!isGiven(value)) return [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw invalidInput(field, shown(value), "give an object of names and values");
}

/** @throws MetermuxError `invalid_input`, field `map`, for a map that has other tables, or a name that is no text. */
export function checkMap(map: unknown, side: SideName): void {
  const instead = "give { meters, customers, dimensions }, each of ids and the names that both sides share, as text";
  const refuse = (where: string, value: unknown) => invalidInput("map", `${side}${where}: ${shown(value)}`, instead);
  const isTable = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
  if (!isTable(map)) throw refuse("", map);
  for (const [kind, table] of Object.entries(map)) {
    if (!["meters", "customers", "dimensions"].includes(kind)) throw refuse("", kind);
    if (table === undefined) continue;
    if (!isTable(table)) throw refuse(`.${kind}`, table);
    for (const [id, name] of Object.entries(table)) {
      if (typeof name !== "string" || name === "") throw refuse(`.${kind}, ${shown(id)}`, name);
    }
  }
}
