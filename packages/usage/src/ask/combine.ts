import type { Window } from "../model/query.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Method } from "../model/row.js";
import { createTotal, type Total } from "../model/total.js";
import { methodOf } from "../plan/arithmetic.js";
import type { RowParts } from "./to-row.js";

/** Values on their way to being put together. */
export interface Combiner {
  /** @throws MetermuxError `unexpected_response` for a value that came before. */
  add(part: RowParts): void;
  /** The parts of one call are over: none of another can be the same. */
  endOfCall(): void;
  /** What has come together, each once; nothing is left behind. */
  flush(): RowParts[];
}

function begin(part: RowParts): Whole {
  const method = methodOf(part.meter.aggregation);
  // The plan admits no other kind.
  if (method === undefined) throw new RangeError(`values of kind ${part.meter.aggregation} are not put together`);
  return { ...part, value: null, clipped: false, truncated: false, total: createTotal(method), method, parts: 0 };
}

interface Whole extends RowParts {
  total: Total;
  method: Method;
  parts: number;
}

/**
 * Puts values together that belong to the same meter, customer, window and group.
 *
 * @param from the window of the parts.
 */
export function createCombiner(from: Window, vendor: string): Combiner {
  let wholes = new Map<string, Whole>();
  let seen = new Set<string>();
  return {
    add(part) {
      const key = JSON.stringify([part.span, part.meter.id, part.customerId, Object.values(part.groups)]);
      const { start, customerId, groups } = part.source;
      const identity = `${key} ${JSON.stringify([start, customerId, Object.values(groups)])}`;
      if (seen.has(identity)) throw unexpectedResponse(vendor, `a row of meter ${part.meter.id} came twice`);
      seen.add(identity);
      const whole = wholes.get(key) ?? begin(part);
      wholes.set(key, whole);
      whole.clipped ||= part.clipped;
      whole.truncated ||= part.truncated;
      if (part.value === null) return;
      whole.parts += 1;
      whole.total.add(part.value);
    },
    endOfCall() {
      seen = new Set();
    },
    flush() {
      const found = [...wholes.values()];
      wholes = new Map();
      return found.map(({ total, method, parts, ...whole }) => {
        return { ...whole, value: total.value(), derived: { from, parts, method } };
      });
    },
  };
}
