import { type Cell, type Cells, type Doubt, placeOf } from "./cell.js";
import type { Hint } from "./hint.js";
import type { Both, SideName } from "./side.js";

const words: Readonly<Record<Doubt, string>> = {
  "open-window": "the window has not ended",
  clipped: "it answered for less than the whole window",
  "truncated-groups": "its vendor capped the list of groups",
  "late-data": "events may still arrive",
};

/** What either side itself says against its value where both have one, or against its having none. */
export function doubtHints(cells: Both<Cell | undefined>, sides: Both<Cells>): Hint[] {
  return [
    ...hintsOf("left", cells.left, cells.right, sides.left),
    ...hintsOf("right", cells.right, cells.left, sides.right),
  ];
}

function hintsOf(
  side: SideName,
  own: Cell | undefined,
  other: Cell | undefined,
  { truncated, skipped }: Cells,
): Hint[] {
  const about = (code: Doubt): Hint => ({ code, side, text: `${side}: ${words[code]}` });
  if (other === undefined) return [];
  if (own !== undefined) {
    // A value that is rolled up from finer rows can lack a part that a capped list left out.
    const capped = truncated.has(placeOf(own)) ? (["truncated-groups"] as const) : [];
    return [...new Set([...own.caveats, ...capped])].sort().map(about);
  }
  // A row that is not there: its neighbours, and the report, may say why.
  const hints = truncated.has(placeOf(other)) ? [about("truncated-groups")] : [];
  const reason = skipped.get(other.meter);
  return reason === undefined ? hints : [...hints, { code: "meter-skipped", side, text: `${side}: ${reason}` }];
}
