import { widen } from "../plan/steps.js";
import type { Measurement, MeasurementPage, OperationCapabilities, Question } from "../provider.js";

/** What a vendor capped, and the questions that bring the whole of it. */
export interface CappedList {
  /** The page without what stands in a capped list: it is kept in mind, and asked for again. */
  takeFrom(page: MeasurementPage): MeasurementPage;
  /** One question for each meter and customer, and which of its measurements were missing. */
  questions(
    asked: Question,
    again: OperationCapabilities,
  ): { question: Question; isMissing: (measurement: Measurement) => boolean }[];
}

interface Pair {
  meterId: string;
  customerId: string | null;
  starts: Set<number>;
  start: number;
  end: number;
}

/** An empty list. */
export function createCappedList(): CappedList {
  const pairs = new Map<string, Pair>();
  const keep = ({ meterId, customerId, start, end }: Measurement) => {
    const key = JSON.stringify([meterId, customerId]);
    const pair = pairs.get(key) ?? { meterId, customerId, starts: new Set<number>(), start, end };
    pairs.set(key, pair);
    pair.starts.add(start);
    pair.start = Math.min(pair.start, start);
    pair.end = Math.max(pair.end, end);
  };
  const isWhole = (measurement: Measurement) => {
    if (measurement.truncated) keep(measurement);
    return !measurement.truncated;
  };
  return {
    takeFrom: ({ measurements, remainders }) => ({
      measurements: measurements.filter(isWhole),
      remainders: remainders.filter(({ truncated }) => !truncated),
    }),
    questions(asked, again) {
      return [...pairs.values()].map(({ meterId, customerId, starts, ...span }) => ({
        question: {
          ...asked,
          ...widen(span, again),
          operation: again.operation,
          meters: asked.meters.filter(({ id }) => id === meterId),
          customers: asked.customers.filter(({ id }) => id === customerId),
        },
        isMissing: ({ start }) => starts.has(start),
      }));
    },
  };
}
