import type { Span } from "../model/calendar.js";
import { canonicalDecimal } from "../model/decimal.js";
import { formatInstant, parseInstant } from "../model/instant.js";
import type { Window } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";
import { type Grid, windowAt } from "./grid.js";
import type { ComparableRow, SideName } from "./side.js";

/** Which windows a window is made of, exactly. */
const finer: Readonly<Record<Window, readonly Window[]>> = {
  hour: [],
  day: ["hour"],
  week: ["hour", "day"],
  month: ["hour", "day"],
  none: ["hour", "day", "week", "month"],
};

/** Where a row lies on the grid. */
export interface Placement {
  /** The start of the row's own window. */
  time: number;
  span: Span;
  window: Window;
  whole: boolean;
}

/**
 * Lays a row on the grid.
 *
 * @returns undefined for a row outside the range.
 * @throws MetermuxError `invalid_input` naming the side, for a row that does not fit into one window.
 */
export function placeRow(row: ComparableRow, grid: Grid, side: SideName): Placement | undefined {
  const time = parseInstant(row.windowStart, `${side}.windowStart`, grid.timeZone);
  if (time < grid.start || time >= grid.end) return undefined;
  const window = row.window ?? grid.window;
  const whole = window === grid.window;
  if (!whole && !finer[grid.window].includes(window)) {
    const instead = `the query's window is ${grid.window}, which is not made of it; give finer rows, or ask for ${window}`;
    throw invalidInput(`${side}.window`, window, instead);
  }
  const own = window === "none" ? grid.at(time) : windowAt(time, window, grid.timeZone);
  if (own.start !== time) {
    const hint = row.window === undefined && grid.window !== "hour" ? `; give finer rows their window` : "";
    const instead = `no window (${window}, ${grid.timeZone}) starts there, the nearest do at ${formatInstant(own.start)} and ${formatInstant(own.end)}${hint}`;
    throw invalidInput(`${side}.windowStart`, formatInstant(time), instead);
  }
  checkEnd(row, own, window, { grid, side });
  const span = grid.at(time);
  if (own.end > span.end) {
    const instead = `this row's window (${window}) reaches over the end of the range, ${formatInstant(grid.end)}`;
    throw invalidInput(`${side}.windowStart`, formatInstant(time), instead);
  }
  return { time, span, window, whole };
}

/** A row may say less than its window, if it says so; one of window none may run on to the end of the running window. */
function checkEnd(row: ComparableRow, own: Span, window: Window, { grid, side }: { grid: Grid; side: SideName }): void {
  if (row.windowEnd === undefined || row.windowEnd === null || row.complete === false) return;
  const end = parseInstant(row.windowEnd, `${side}.windowEnd`, grid.timeZone);
  if (end === own.end) return;
  const instead = `a window (${window}) that starts at ${formatInstant(own.start)} ends at ${formatInstant(own.end)}`;
  throw invalidInput(`${side}.windowEnd`, formatInstant(end), instead);
}

/** The value of a row, canonical. @throws MetermuxError `invalid_input` for what is no exact decimal. */
export function readValue({ value, meterId }: ComparableRow, side: SideName): string | null {
  if (value === null) return null;
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    const instead = "a double does not hold every decimal; give a string";
    throw invalidInput(`${side}.value`, `${value} of meter ${meterId}`, instead);
  }
  try {
    return canonicalDecimal(String(value));
  } catch {
    throw invalidInput(
      `${side}.value`,
      `${JSON.stringify(String(value).slice(0, 60))} of meter ${meterId}`,
      "give a decimal or null",
    );
  }
}
