import { addPart, beginRollUp, type RolledUp } from "./rolled-up.js";
import type { RowParts } from "./to-row.js";

/** What the lists of all groups of one meter, customer and window have in common. */
export interface Cell {
  /** One of its lists is capped, so that any group may lack a part. */
  isCapped: boolean;
  /** One of its lists does not say how much usage there is without the dimensions. */
  isUntold: boolean;
  /** What its lists leave of their totals, where that is certain to be usage without the dimensions. */
  rest?: RolledUp;
}

/** Cells by meter, customer and window. */
export interface Cells {
  /** The cell that a part belongs to. */
  of(part: RowParts): Cell;
  /** Adds what is left of a total to its cell. */
  addRest(rest: RowParts): void;
  /** Every cell; none is left. */
  take(): Cell[];
}

/** No cells yet. */
export function createCells(): Cells {
  let cells = new Map<string, Cell>();
  const of = ({ span, meter, customerId, unit }: RowParts): Cell => {
    const key = JSON.stringify([span, meter.id, customerId, unit]);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell = { isCapped: false, isUntold: false };
    cells.set(key, cell);
    return cell;
  };
  return {
    of,
    addRest(rest) {
      const cell = of(rest);
      cell.rest ??= beginRollUp(rest);
      addPart(cell.rest, rest);
    },
    take() {
      const found = [...cells.values()];
      cells = new Map();
      return found;
    },
  };
}
