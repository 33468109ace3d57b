import { MetermuxError } from "@metermux/http";
import type { Cell, Cells } from "./cell.js";
import type { By } from "./side.js";

/**
 * Refuses sides that have nothing in common: every key would be one-sided, which says nothing of the usage.
 *
 * @throws MetermuxError `invalid_input`, field `map`, naming what each side calls its meters, customers or groups.
 */
export function refuseNothingShared(left: Cells, right: Cells, by: ReadonlySet<By>): void {
  if (left.byKey.size === 0 || right.byKey.size === 0) return;
  const series = ({ byKey }: Cells) => new Set([...byKey.values()].map((cell) => cell.series));
  const known = series(right);
  if ([...series(left)].some((name) => known.has(name))) return;
  const parts: { word: By; name: (cell: Cell) => string | undefined }[] = [
    { word: "meter", name: (cell) => cell.meter },
    { word: "customer", name: (cell) => cell.customer ?? "the account itself" },
    { word: "groups", name: (cell) => JSON.stringify(Object.fromEntries(cell.groups ?? [])) },
  ];
  for (const { word, name } of parts) {
    if (!by.has(word)) continue;
    const names = { left: namesOf(left, name), right: namesOf(right, name) };
    if ([...names.left].some((each) => names.right.has(each))) continue;
    const what = `no ${word} of left is on the right; left: ${list(names.left)}; right: ${list(names.right)}`;
    throw mapNeeded(what, word === "meter" ? "" : `, or leave ${word} out of by`);
  }
  throw mapNeeded("no meter of left has a customer or groups that it has on the right");
}

function mapNeeded(what: string, or = ""): MetermuxError {
  const instead = `give a side { map: { meters, customers, dimensions } }, its ids to shared names${or}`;
  const reason = `${what}. A map of each side's ids to shared names is needed`;
  const message = `map: ${what}. A map is needed: ${instead}`;
  return new MetermuxError(message, { code: "invalid_input", field: "map", reason });
}

function namesOf({ byKey }: Cells, name: (cell: Cell) => string | undefined): Set<string> {
  return new Set([...byKey.values()].map((cell) => name(cell) ?? ""));
}

function list(names: ReadonlySet<string>): string {
  const brief = (name: string) => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
  const shown = [...names].sort().slice(0, 3).map(brief).join(", ");
  return names.size > 3 ? `${shown} and ${names.size - 3} more` : shown;
}
