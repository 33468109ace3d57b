import { formatInstant } from "../model/instant.js";
import type { UsageQuery } from "../model/query.js";
import { invalidInput } from "../model/refusal.js";
import { type Cell, type Cells, type Doubt, placeOf } from "./cell.js";
import { checkMap, checkRow } from "./check-row.js";
import { checkShared, checkSide } from "./check-side.js";
import type { Grid } from "./grid.js";
import { inOwnNames, type Names, sharedNames } from "./map-names.js";
import { type Placement, placeRow, readValue } from "./place-row.js";
import { readRows } from "./read-rows.js";
import type { By, ComparableRow, Rows, Side, SideMap, SideName } from "./side.js";

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
  checkSide(side, name);
  const cells = noCells(name, "usage" in side);
  const { rows, map, report } = open(side, frame, name);
  const add = rowAdder(cells, map, frame);
  await readRows(rows, frame.signal, (row) => {
    checkRow(row, name);
    cells.count.rows += 1;
    add(row);
  });
  for (const { meterId, reason } of report?.skipped ?? []) {
    cells.skipped.set(sharedNames({ meterId, windowStart: "", value: null }, map).meter, reason);
  }
  return cells;
}

function noCells(name: SideName, isAsked: boolean): Cells {
  return {
    ...{ name, isAsked, byKey: new Map(), kinds: new Map(), truncated: new Set(), skipped: new Map() },
    ...{ meters: new Set(), customers: new Set() },
    count: { rows: 0, otherMeters: 0, otherCustomers: 0, outsideRange: 0 },
  };
}

function open(side: Side, { query, signal }: Frame, name: SideName) {
  if ("usage" in side) {
    const { usage, map = {}, connections = query.connections, window = query.window } = side;
    checkMap(map, name);
    checkShared(query, map, name);
    // Half a side would look like usage that is missing.
    const rows = usage.query({ ...inOwnNames(query, map), connections, window, keepGoing: false, signal });
    return { rows, map, report: rows.report };
  }
  const { rows, map = {} }: { rows: Rows; map?: SideMap | undefined } = "rows" in side ? side : { rows: side };
  checkMap(map, name);
  checkShared(query, map, name);
  return { rows, map, report: undefined };
}

function rowAdder(cells: Cells, map: SideMap, { query, grid, by }: Frame): (row: ComparableRow) => void {
  const { name } = cells;
  const meters = query.meters && new Set(query.meters);
  const customers = typeof query.customers === "object" ? new Set(query.customers) : undefined;
  const dimensions = JSON.stringify([...(query.groupBy ?? [])].sort());
  const seen = new Set<string>();
  const addSkipped = (why: Exclude<keyof Cells["count"], "rows">) => {
    cells.count[why] += 1;
  };
  return (row) => {
    const about = sharedNames(row, map);
    if (meters?.has(about.meter) === false) return addSkipped("otherMeters");
    if (customers !== undefined && (about.customer === null || !customers.has(about.customer))) {
      return addSkipped("otherCustomers");
    }
    const place = placeRow(row, grid, name);
    if (place === undefined) return addSkipped("outsideRange");
    const identity = `${about.identity} ${place.window} ${place.time}`;
    if (seen.has(identity)) {
      const instead = "two rows have this key; give each once, one connection, or a map that parts them";
      const what = `${brief(about.identity)}, ${place.window} ${formatInstant(place.time)},`;
      throw invalidInput(name, what, instead);
    }
    seen.add(identity);
    if (by.has("groups") && about.dimensions !== dimensions) {
      const instead = `its dimensions must be those of the query, ${dimensions}; name them so`;
      const leaveOut = { changes: [], text: "leave groups out of by" };
      throw invalidInput(`${name}.groups`, about.dimensions, instead, leaveOut);
    }
    cells.meters.add(about.meter);
    cells.customers.add(about.customer);
    addTo(cellOf(cells, about, place, { grid, by }), row, about, place, cells);
  };
}

/** An id can be as long as a file. */
const brief = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

function addTo(cell: Cell, row: ComparableRow, about: Names, place: Placement, cells: Cells): void {
  const { name } = cells;
  const { time, window, whole } = place;
  refuseUnlike(cell.first, { about, window }, name);
  cell.parts.push({ time, value: readValue(row, name), hourly: window === "hour", whole });
  cell.unit = same("unit", cell.unit, row.unit ?? undefined, name);
  // A file may say null where it does not say.
  const aggregation = row.aggregation ?? undefined;
  cell.aggregation = same("aggregation", cell.aggregation, aggregation, name);
  if (aggregation !== undefined) cells.kinds.set(cell.meter, aggregation);
  const doubt = doubtOf(row);
  if (doubt !== undefined && !cell.caveats.includes(doubt)) cell.caveats = [...cell.caveats, doubt];
  if (row.incompleteReason === "truncated") cells.truncated.add(placeOf(cell));
}

function cellOf({ byKey }: Cells, about: Names, place: Placement, { grid, by }: Pick<Frame, "grid" | "by">): Cell {
  const meter = by.has("meter") ? about.meter : undefined;
  const customer = by.has("customer") ? about.customer : undefined;
  const groups = by.has("groups") ? about.groups : undefined;
  const span = by.has("window") ? place.span : grid;
  const whole = meter !== undefined && customer !== undefined && groups !== undefined;
  // An array turns undefined into null; what `by` leaves out is the same in every key.
  const { currency } = about;
  const series = whole
    ? about.identity
    : JSON.stringify([meter, customer, groups, ...(currency === undefined ? [] : [currency])]);
  const key = `${series} ${span.start}`;
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const cell: Cell = {
    meter,
    customer,
    groups,
    span,
    series,
    parts: [],
    aggregation: undefined,
    unit: undefined,
    first: { about, window: place.window },
    caveats: [],
  };
  byKey.set(key, cell);
  return cell;
}

/** Refuses rows that would make one key although one holds the other, or that measure different things. */
function refuseUnlike(first: Cell["first"], next: Cell["first"], side: SideName): void {
  if (first.about === next.about) return;
  const whose = ({ customer }: Names) => (customer === null ? "a total" : "a customer");
  const kindOf = ({ currency }: Names) => (currency === undefined ? "usage" : "cost");
  same("meterId", first.about.meter, next.about.meter, side);
  same("customerId", whose(first.about), whose(next.about), side);
  same("groups", first.about.dimensions, next.about.dimensions, side);
  same("measures", kindOf(first.about), kindOf(next.about), side);
  same("window", first.window, next.window, side);
}

function same<Value>(field: string, known: Value | undefined, next: Value | undefined, side: SideName) {
  if (known === undefined || next === undefined || known === next) return known ?? next;
  throw invalidInput(`${side}.${field}`, `${known} beside ${next}`, "rows that make one key must be alike");
}

const reasons = { open: "open-window", clipped: "clipped", truncated: "truncated-groups" } as const;

function doubtOf({ complete, incompleteReason, final }: ComparableRow): Doubt | undefined {
  if (incompleteReason !== undefined && Object.hasOwn(reasons, incompleteReason)) return reasons[incompleteReason];
  if (complete === false) return "clipped";
  return final === false ? "late-data" : undefined;
}
