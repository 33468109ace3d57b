import { isList, isObject, type Json } from "../server/json.js";
import { Decimal } from "../world/decimal.js";

/** Returns the changed value of a key, or of an item of a list under the key; undefined removes it. */
export type Change = (value: Json, key: string) => Json | undefined;

/** Changes every text, number, decimal, boolean and null of a JSON value; lists and objects keep their shape. */
export function mapValues(value: Json, change: Change, key = ""): Json | undefined {
  if (isList(value)) {
    return value.flatMap((item) => {
      const changed = mapValues(item, change, key);
      return changed === undefined ? [] : [changed];
    });
  }
  if (!isObject(value)) return change(value, key);
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member === undefined ? undefined : mapValues(member, change, name),
  ]);
  return Object.fromEntries(members);
}

/** Changes every list of objects in a JSON value, inner lists first. */
export function mapLists(value: Json, change: (rows: readonly Json[]) => readonly Json[]): Json {
  if (isList(value)) {
    const items = value.map((item) => mapLists(item, change));
    return items.length > 0 && items.every((item) => isObject(item)) ? change(items) : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member === undefined ? undefined : mapLists(member, change),
  ]);
  return Object.fromEntries(members);
}

/** Whether a value is an amount of usage: the vendors' counters are decimals, and page counts are not. */
export function isAmount(value: Json | undefined): value is Decimal {
  return Decimal.isBigNumber(value);
}
