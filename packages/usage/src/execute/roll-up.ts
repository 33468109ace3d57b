import { own } from "../model/own.js";
import { unexpectedResponse } from "../model/refusal.js";
import { rollupMethod } from "../model/rollup-method.js";
import type { Measurement, Question } from "../provider.js";
import { type Cell, createCells } from "./group-lists.js";
import { addPart, addWhole, beginRollUp, type RolledUp } from "./rolled-up.js";
import type { RowParts } from "./to-row.js";

/** Values on their way to being put together. */
export interface RollUp {
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
  /** Called with what is left of totals and is part of no value, and of how many totals. */
  report: (rest: Measurement, totals: number) => void;
}

interface Group {
  whole: RolledUp;
  cell: Cell;
}

/**
 * Puts values together that belong to the same meter, customer, window, unit and group. A capped list hides groups, so one
 * such list makes every group of its window doubtful, those that it does not name too.
 */
export function createRollUp({ question, groupBy, vendor, report }: CombinerOptions): RollUp {
  let found = new Map<string, Group>();
  let seen = new Set<string>();
  const cells = createCells();
  const keyOf = ({ span, meter, customerId, unit, groups }: RowParts) =>
    JSON.stringify([span, meter.id, customerId, unit, groupBy.map((name) => own(groups, name))]);
  const lacksAll = ({ groups }: RowParts) =>
    groupBy.length > 0 && groupBy.every((name) => (own(groups, name) ?? null) === null);

  /** Gives what is left of totals to the group without the dimensions, or reports it where there is no such group. */
  function settleRest(rest: RolledUp): void {
    const group = found.get(keyOf(rest));
    if (group !== undefined) addWhole(group.whole, rest);
    else report({ ...rest.source, value: rest.total.value() }, rest.parts);
  }

  return {
    add(part, untold = false) {
      const { source, meter } = part;
      const key = keyOf(part);
      const groups = question.groupBy.map((name) => own(source.groups, name));
      const identity = `${key} ${JSON.stringify([source.start, source.customerId, groups])}`;
      if (seen.has(identity)) throw unexpectedResponse(vendor, `a row of meter ${meter.id} came twice`);
      seen.add(identity);
      let group = found.get(key);
      if (group === undefined) {
        group = { whole: beginRollUp(part), cell: cells.of(part) };
        found.set(key, group);
      }
      const { whole, cell } = group;
      cell.isCapped ||= part.truncated;
      // What is left of a total says it of sums.
      cell.isUntold ||= untold && whole.method !== "sum";
      addPart(whole, part);
    },
    addRest(rest) {
      const { source, truncated, meter } = rest;
      const isTold = source.total !== undefined && source.total !== null && rollupMethod(meter.aggregation) === "sum";
      if (isTold && !truncated) return cells.addRest(rest);
      cells.of(rest).isUntold = true;
      report(source, 1);
    },
    endOfCall() {
      seen = new Set();
    },
    flush() {
      for (const { rest } of cells.take()) if (rest) settleRest(rest);
      const groups = [...found.values()];
      found = new Map();
      return groups.map(({ whole: { total, method, parts, ...whole }, cell }) => {
        const truncated = whole.truncated || cell.isCapped || (cell.isUntold && lacksAll(whole));
        return { ...whole, truncated, value: total.value(), derived: { from: question.window, parts, method } };
      });
    },
  };
}
