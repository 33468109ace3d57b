import { isList, isObject, type Json } from "../server/json.js";
import { Decimal } from "../world/decimal.js";

/** What becomes of one value, which stands under a key or in a list under it; undefined leaves it out. */
export type Change = (value: Json, key: string) => Json | undefined;

/** JSON in which every text, number, decimal, truth value and null is changed; lists and objects keep their shape. */
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

/** JSON in which every list of objects is changed, the inner ones first. */
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

/** Whether a value is an amount of usage: the vendors' own counters are decimals, and what counts pages is not. */
export function isAmount(value: Json | undefined): value is Decimal {
  return Decimal.isBigNumber(value);
}
