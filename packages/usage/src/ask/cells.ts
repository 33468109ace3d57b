import type { RowParts } from "./to-row.js";

/** What the lists of all groups of one meter, customer and window have in common. */
export interface Cell {
  /** One of its lists is capped, so that any group may lack a part. */
  isCapped: boolean;
  /** One of its lists does not say whether there is usage without the dimensions. */
  isUntold: boolean;
  /** Where lists have a group without the dimensions, by start and customer. */
  absent: Set<string>;
  /** What lists leave of their totals. */
  rests: RowParts[];
}

/** Cells by meter, customer and window. */
export interface Cells {
  /** The cell that a part belongs to. */
  of(part: RowParts): Cell;
  /** Every cell; none is left. */
  take(): Cell[];
}

/** No cells yet. */
export function createCells(): Cells {
  let cells = new Map<string, Cell>();
  return {
    of({ span, meter, customerId }) {
      const key = JSON.stringify([span, meter.id, customerId]);
      const known = cells.get(key);
      if (known !== undefined) return known;
      const cell = { isCapped: false, isUntold: false, absent: new Set<string>(), rests: [] };
      cells.set(key, cell);
      return cell;
    },
    take() {
      const found = [...cells.values()];
      cells = new Map();
      return found;
    },
  };
}
