import { unexpectedResponse } from "../model/refusal.js";
import type { Method } from "../model/row.js";
import { createTotal, type Total } from "../model/total.js";
import { methodOf } from "../plan/arithmetic.js";
import type { Question } from "../provider.js";
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

interface Whole extends RowParts {
  total: Total;
  method: Method;
  parts: number;
}

/**
 * Puts values together that belong to the same meter, customer, window and group.
 *
 * @param question what the parts answer.
 * @param groupBy the dimensions of the whole, in the words of the rows.
 */
export function createCombiner(
  question: Pick<Question, "window" | "groupBy">,
  groupBy: readonly string[],
  vendor: string,
): Combiner {
  let wholes = new Map<string, Whole>();
  let seen = new Set<string>();
  return {
    add(part) {
      const { source, groups, span, meter, customerId } = part;
      const key = JSON.stringify([span, meter.id, customerId, groupBy.map((name) => groups[name])]);
      const own = [source.start, source.customerId, question.groupBy.map((name) => source.groups[name])];
      const identity = `${key} ${JSON.stringify(own)}`;
      if (seen.has(identity)) throw unexpectedResponse(vendor, `a row of meter ${meter.id} came twice`);
      seen.add(identity);
      const whole = wholes.get(key) ?? begin(part);
      wholes.set(key, whole);
      whole.clipped ||= part.clipped;
      whole.truncated ||= part.truncated;
      whole.firstAt = Math.min(whole.firstAt, part.firstAt);
      whole.lastAt = Math.max(whole.lastAt, part.lastAt);
      // A row that lists several groups is one thing, read once.
      if (source.raw !== undefined && whole.raw?.at(-1) !== source.raw) {
        whole.raw ??= [];
        whole.raw.push(source.raw);
      }
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
        return { ...whole, value: total.value(), derived: { from: question.window, parts, method } };
      });
    },
  };
}

function begin(part: RowParts): Whole {
  const method = methodOf(part.meter.aggregation);
  // The plan admits no other kind.
  if (method === undefined) throw new RangeError(`values of kind ${part.meter.aggregation} are not put together`);
  return { ...part, value: null, clipped: false, truncated: false, total: createTotal(method), method, parts: 0 };
}
