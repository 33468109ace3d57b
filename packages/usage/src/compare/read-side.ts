import { MetermuxError } from "@metermux/http";
import type { UsageQuery } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";
import { type Cell, type Cells, type Doubt, placeOf } from "./cell.js";
import type { Grid } from "./grid.js";
import { inOwnNames, sharedNames } from "./map-names.js";
import { type Placement, placeRow, readValue } from "./place-row.js";
import type { ComparableRow, Rows, Side, SideMap, SideName } from "./side.js";

type Names = ReturnType<typeof sharedNames>;

/** What a key is made of. */
export type By = "meter" | "customer" | "window" | "groups";

/** What both sides are read by. */
export interface Frame {
  query: UsageQuery;
  grid: Grid;
  by: ReadonlySet<By>;
  signal: AbortSignal;
}

/**
 * Reads a side to its end, into one cell for each key.
 *
 * @throws MetermuxError `invalid_input` for rows that do not fit the question, or that say the same thing twice;
 * whatever ended the answer of a side that was asked.
 */
export async function readSide(name: SideName, side: Side, frame: Frame): Promise<Cells> {
  const cells: Cells = { name, byKey: new Map(), kinds: new Map(), truncated: new Set(), skipped: new Map() };
  const { rows, map, report } = open(side, frame);
  const add = rowAdder(cells, map, frame);
  for await (const row of rows) {
    if (frame.signal.aborted) {
      throw new MetermuxError("the comparison was aborted", { code: "aborted", cause: frame.signal.reason });
    }
    add(row);
  }
  for (const { meterId, reason } of report?.skipped ?? []) {
    cells.skipped.set(sharedNames({ meterId, windowStart: "", value: null }, map).meter, reason);
  }
  return cells;
}

function open(side: Side, { query, signal }: Frame) {
  if ("usage" in side) {
    const { usage, map = {}, connections = query.connections, window = query.window } = side;
    const rows = usage.query({ ...inOwnNames(query, map), connections, window, signal });
    return { rows, map, report: rows.report };
  }
  const { rows, map = {} }: { rows: Rows; map?: SideMap | undefined } = "rows" in side ? side : { rows: side };
  return { rows, map, report: undefined };
}

function rowAdder(cells: Cells, map: SideMap, { query, grid, by }: Frame): (row: ComparableRow) => void {
  const { name } = cells;
  const meters = query.meters && new Set(query.meters);
  const customers = typeof query.customers === "object" ? new Set(query.customers) : undefined;
  const dimensions = JSON.stringify([...(query.groupBy ?? [])].sort());
  const seen = new Set<string>();
  return (row) => {
    const about = sharedNames(row, map);
    if (meters?.has(about.meter) === false) return;
    if (customers !== undefined && (about.customer === null || !customers.has(about.customer))) return;
    const place = placeRow(row, grid, name);
    if (place === undefined) return;
    const identity = JSON.stringify([about.meter, about.customer, about.groups, place.window, place.time]);
    if (seen.has(identity)) {
      throw invalidInput(
        name,
        identity,
        "two rows have this key; give each once, one connection, or a map that parts them",
      );
    }
    seen.add(identity);
    const told = about.groups.map(([dimension]) => dimension);
    if (by.has("groups") && JSON.stringify(told) !== dimensions) {
      const instead = `its dimensions must be those of groupBy, ${dimensions}; name them so, or leave groups out of by`;
      throw invalidInput(`${name}.groups`, JSON.stringify(told), instead);
    }
    addTo(cellOf(cells, about, by.has("window") ? place.span : grid, by), row, about, place, cells);
  };
}

function addTo(cell: Cell, row: ComparableRow, about: Names, place: Placement, cells: Cells): void {
  const { name } = cells;
  const { time, window, whole } = place;
  cell.parts.push({ time, value: readValue(row, name), hourly: window === "hour", whole });
  cell.unit = same("unit", cell.unit, row.unit ?? undefined, name);
  cell.aggregation = same("aggregation", cell.aggregation, row.aggregation, name);
  const words = {
    meterId: about.meter,
    customerId: about.customer === null ? "a total" : "a customer",
    groups: JSON.stringify(about.groups.map(([dimension]) => dimension)),
    window,
  };
  for (const field of ["meterId", "customerId", "groups", "window"] as const) {
    cell.alike[field] = same(field, cell.alike[field], words[field], name);
  }
  if (row.aggregation !== undefined) cells.kinds.set(cell.meter, row.aggregation);
  for (const doubt of doubtsOf(row)) cell.doubts.add(doubt);
  if (row.incompleteReason === "truncated") cells.truncated.add(placeOf(cell));
}

function cellOf({ byKey }: Cells, about: Names, { start, end }: Cell["span"], by: ReadonlySet<By>): Cell {
  const meter = by.has("meter") ? about.meter : undefined;
  const customer = by.has("customer") ? about.customer : undefined;
  const groups = by.has("groups") ? about.groups : undefined;
  // An array turns undefined into null; what `by` leaves out is the same in every key.
  const series = JSON.stringify([meter, customer, groups]);
  const key = `${series} ${start}`;
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const cell: Cell = {
    ...{ meter, customer, groups, span: { start, end }, series },
    ...{ parts: [], aggregation: undefined, unit: undefined, alike: {}, doubts: new Set() },
  };
  byKey.set(key, cell);
  return cell;
}

function same<Value>(field: string, known: Value | undefined, next: Value | undefined, side: SideName) {
  if (known === undefined || next === undefined || known === next) return known ?? next;
  throw invalidInput(`${side}.${field}`, `${known} beside ${next}`, "rows that make one key must be alike");
}

const reasons = { open: "open-window", clipped: "clipped", truncated: "truncated-groups" } as const;

function doubtsOf({ complete, incompleteReason, final }: ComparableRow): Doubt[] {
  if (incompleteReason !== undefined) return [reasons[incompleteReason]];
  if (complete === false) return ["clipped"];
  return final === false ? ["late-data"] : [];
}
