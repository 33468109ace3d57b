import type { Span } from "../model/calendar.js";
import type { Aggregation, Window } from "../model/query.js";
import { rollupMethod } from "../model/rollup-method.js";
import { createTotal } from "../model/total.js";
import type { RowCount } from "./comparison.js";
import type { Names } from "./map-names.js";
import type { SideName } from "./side.js";

/** Why a value may not be the last word. */
export type Doubt = "open-window" | "clipped" | "truncated-groups" | "late-data";

/** The value of one row. */
export interface Part {
  /** The start of its window. */
  time: number;
  value: string | null;
  /** Its window is an hour. */
  hourly: boolean;
  /** Its window is the cell's. */
  whole: boolean;
}

/** What one side says of one key. */
export interface Cell {
  /** Undefined where `by` leaves it out. */
  meter: string | undefined;
  customer: string | null | undefined;
  groups: readonly (readonly [dimension: string, value: string | null])[] | undefined;
  span: Span;
  /** The same for all windows of the same thing. */
  series: string;
  /** One row, or all that `by` or the window makes one of. */
  parts: Part[];
  aggregation: Aggregation | undefined;
  unit: string | undefined;
  /** What the first of its rows is about: the others must be like it. */
  first: { about: Names; window: Window };
  caveats: readonly Doubt[];
}

/** Everything one side says. */
export interface Cells {
  name: SideName;
  byKey: Map<string, Cell>;
  /** What one of its rows says of the meter's kind. */
  kinds: Map<string | undefined, Aggregation>;
  /** Where its vendor capped the list of groups, by meter, customer and window. */
  truncated: Set<string>;
  /** Meters that it could not be asked for, with the reason. */
  skipped: Map<string | undefined, string>;
  /** Meters and customers of the rows that are compared. */
  meters: Set<string>;
  customers: Set<string | null>;
  /** Whether it was asked, and not given as rows. */
  isAsked: boolean;
  count: RowCount;
}

/** Whether values of a kind add up. */
export const isAdditive = (kind: Aggregation | undefined): boolean =>
  kind !== undefined && rollupMethod(kind) === "sum";

/** A cell's meter, customer and window, without its groups. */
export function placeOf({ meter, customer, span }: Cell): string {
  return JSON.stringify([meter, customer, span.start]);
}

/** The one value of a cell; undefined where its rows do not make one. */
export function combine({ parts }: Cell, kind: Aggregation | undefined): string | null | undefined {
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && first.whole) return first.value;
  const method = kind && rollupMethod(kind);
  if (method === undefined) return undefined;
  const total = createTotal(method);
  for (const { value } of parts) if (value !== null && value !== undefined) total.add(value);
  return total.value();
}
