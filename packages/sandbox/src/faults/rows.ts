import { isList, isObject, type Json } from "../server/json.js";
import { isPage } from "../server/paging.js";
import { toResponse } from "../server/vendor-response.js";
import { Decimal } from "../world/decimal.js";
import type { Random } from "../world/random.js";
import { isFirst } from "./cursor-pages.js";
import { type Fault, fault } from "./fault.js";

/** Rows that are correct and differ in order or value from those a moment ago. */
export const rowFaults: readonly Fault[] = [
  fault(
    "reordered-rows",
    "Each list of objects in a 200 is in another order, drawn from the seed; nothing is missing.",
    async ({ answer, random }) => {
      const given = await answer();
      if (given.status !== 200) return null;
      const body = reordered(given.body, random);
      return body === given.body ? null : toResponse({ ...given, body });
    },
  ),
  fault(
    "changed-values",
    "Late usage arrived between two pages: on every page but the first, each value of a row is one more.",
    async ({ answer, visit }) => {
      const given = await answer();
      const { paging } = visit.vendor;
      if (given.status !== 200 || paging?.kind !== "cursor" || !isPage(given.body, paging)) return null;
      const rows = given.body[paging.rows];
      if (isFirst(visit.query.get(paging.cursor)) || !isList(rows)) return null;
      const changed = rows.map(oneMore);
      if (changed.every((row, index) => row === rows[index])) return null;
      return toResponse({ ...given, body: { ...given.body, [paging.rows]: changed } });
    },
  ),
];

/** The same value where there is nothing to reorder. */
function reordered(value: Json, random: Random): Json {
  if (isList(value)) {
    const items = value.map((item) => reordered(item, random));
    if (items.length > 1 && items.every((item) => isObject(item))) return shuffled(items, random);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]): [string, Json | undefined] => [
    key,
    member === undefined ? member : reordered(member, random),
  ]);
  return members.every(([key, member]) => member === value[key]) ? value : Object.fromEntries(members);
}

function shuffled(items: readonly Json[], random: Random): Json[] {
  const left = [...items];
  // Never in the same order: the first item is drawn from the others.
  const drawn = left.splice(random.integer(1, left.length - 1), 1);
  while (left.length > 0) drawn.push(...left.splice(random.integer(0, left.length - 1), 1));
  return drawn;
}

/** A late event without a group: the row's own value counts it, its groups do not. */
function oneMore(row: Json): Json {
  if (!isObject(row) || !Object.values(row).some((member) => Decimal.isBigNumber(member))) return row;
  const members = Object.entries(row).map(([key, member]) => [
    key,
    Decimal.isBigNumber(member) ? member.plus(1) : member,
  ]);
  return Object.fromEntries(members);
}
