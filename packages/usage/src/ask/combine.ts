import { own } from "../model/own.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Method } from "../model/row.js";
import { createTotal, type Total } from "../model/total.js";
import { methodOf } from "../plan/arithmetic.js";
import type { Measurement, Question } from "../provider.js";
import { type Cell, createCells } from "./cells.js";
import type { RowParts } from "./to-row.js";

/** Values on their way to being put together. */
export interface Combiner {
  /**
   * @param untold the list that the value stands in does not say whether there is usage without the dimensions.
   * @throws MetermuxError `unexpected_response` for a value that came before.
   */
  add(part: RowParts, untold?: boolean): void;
  /**
   * What is left of a total: usage without the dimensions, where the total proves it. Where another part of the same
   * window has a group without the dimensions, it is part of that group; else it is reported.
   */
  addRest(rest: RowParts): void;
  /** The parts of one call are over: none of another can be the same. */
  endOfCall(): void;
  /** What has come together, each once; nothing is left behind. */
  flush(): RowParts[];
}

/** What a combiner needs to know. */
export interface CombinerOptions {
  /** What the parts answer. */
  question: Pick<Question, "window" | "groupBy">;
  /** The dimensions of the whole, in the words of the rows. */
  groupBy: readonly string[];
  vendor: string;
  /** Called for every rest of a total that is part of no value, when its window is flushed. */
  report: (rest: Measurement) => void;
}

interface Whole extends RowParts {
  total: Total;
  method: Method;
  parts: number;
  cell: Cell;
}

/**
 * Puts values together that belong to the same meter, customer, window and group. A capped list hides groups, so one
 * such list makes every group of its window doubtful, those that it does not name too.
 */
export function createCombiner({ question, groupBy, vendor, report }: CombinerOptions): Combiner {
  let wholes = new Map<string, Whole>();
  let seen = new Set<string>();
  const cells = createCells();
  const keyOf = ({ span, meter, customerId, groups }: RowParts) =>
    JSON.stringify([span, meter.id, customerId, groupBy.map((name) => own(groups, name))]);
  const lacksAll = ({ groups }: RowParts) =>
    groupBy.length > 0 && groupBy.every((name) => (own(groups, name) ?? null) === null);

  /** Adds the rests of a window to its group without the dimensions, where both are certain. */
  function settleRests({ rests, absent }: Cell): void {
    for (const rest of rests) {
      const group = wholes.get(keyOf(rest));
      const isProven = !rest.truncated && rest.source.total != null && !absent.has(placeOf(rest));
      if (group !== undefined && isProven) take(group, rest);
      else {
        if (group !== undefined) group.truncated = true;
        report(rest.source);
      }
    }
  }

  return {
    add(part, untold = false) {
      const { source, meter } = part;
      const key = keyOf(part);
      const groups = question.groupBy.map((name) => own(source.groups, name));
      const identity = `${key} ${JSON.stringify([source.start, source.customerId, groups])}`;
      if (seen.has(identity)) throw unexpectedResponse(vendor, `a row of meter ${meter.id} came twice`);
      seen.add(identity);
      let whole = wholes.get(key);
      if (whole === undefined) {
        whole = begin(part, cells.of(part));
        wholes.set(key, whole);
      }
      const { cell } = whole;
      cell.isCapped ||= part.truncated;
      cell.isUntold ||= untold && whole.method !== "sum";
      if (lacksAll(part)) cell.absent.add(placeOf(part));
      take(whole, part);
    },
    addRest(rest) {
      cells.of(rest).rests.push(rest);
    },
    endOfCall() {
      seen = new Set();
    },
    flush() {
      for (const cell of cells.take()) settleRests(cell);
      const found = [...wholes.values()];
      wholes = new Map();
      return found.map(({ total, method, parts, cell, ...whole }) => {
        const truncated = whole.truncated || cell.isCapped || (cell.isUntold && lacksAll(whole));
        return { ...whole, truncated, value: total.value(), derived: { from: question.window, parts, method } };
      });
    },
  };
}

function begin(part: RowParts, cell: Cell): Whole {
  const method = methodOf(part.meter.aggregation);
  // The plan admits no other kind.
  if (method === undefined) throw new RangeError(`values of kind ${part.meter.aggregation} are not put together`);
  return { ...part, value: null, clipped: false, truncated: false, total: createTotal(method), method, parts: 0, cell };
}

function take(whole: Whole, part: RowParts): void {
  const { raw } = part.source;
  whole.clipped ||= part.clipped;
  whole.truncated ||= part.truncated;
  whole.firstAt = Math.min(whole.firstAt, part.firstAt);
  whole.lastAt = Math.max(whole.lastAt, part.lastAt);
  // A row that lists several groups is one thing, read once.
  if (raw !== undefined && whole.raw?.at(-1) !== raw) {
    whole.raw ??= [];
    whole.raw.push(raw);
  }
  if (part.value === null) return;
  whole.parts += 1;
  whole.total.add(part.value);
}

function placeOf({ source }: RowParts): string {
  return JSON.stringify([source.start, source.customerId]);
}
