import { addDecimals, subtractDecimals } from "../model/decimal.js";
import { widen } from "../plan/steps.js";
import type { Measurement, MeasurementPage, OperationCapabilities, Question } from "../provider.js";

/** What a vendor capped, and the questions that bring the whole of it. */
export interface CappedList {
  /** The page without what stands in a capped list: it is kept in mind, and asked for again. */
  takeFrom(page: MeasurementPage): MeasurementPage;
  /** One question for each meter and customer, and what to make of its answer. */
  questions(asked: Question, again: OperationCapabilities): { question: Question; settle: Settle }[];
}

/**
 * The measurements of capped lists alone, of the whole answer to a question. Values that make up the total are a whole
 * list, however long; the rest of a total is a remainder.
 */
export type Settle = (answer: MeasurementPage) => MeasurementPage;

interface Pair {
  meterId: string;
  customerId: string | null;
  /** The totals of the capped lists, by the start of their windows; undefined where the vendor tells none. */
  totals: Map<number, string | null | undefined>;
  start: number;
  end: number;
}

/** An empty list. */
export function createCappedList(): CappedList {
  const pairs = new Map<string, Pair>();
  const keep = ({ meterId, customerId, start, end, total }: Measurement) => {
    const key = JSON.stringify([meterId, customerId]);
    const pair = pairs.get(key) ?? { meterId, customerId, totals: new Map(), start, end };
    pairs.set(key, pair);
    pair.totals.set(start, total);
    pair.start = Math.min(pair.start, start);
    pair.end = Math.max(pair.end, end);
  };
  const isWhole = ({ truncated }: Measurement) => !truncated;
  return {
    takeFrom({ measurements, remainders }) {
      for (const measurement of measurements) if (measurement.truncated) keep(measurement);
      return { measurements: measurements.filter(isWhole), remainders: remainders.filter(isWhole) };
    },
    questions(asked, again) {
      return [...pairs.values()].map(({ meterId, customerId, totals, ...span }) => ({
        question: {
          ...asked,
          ...widen(span, again),
          operation: again.operation,
          meters: asked.meters.filter(({ id }) => id === meterId),
          customers: asked.customers.filter(({ id }) => id === customerId),
        },
        settle: (answer) => settle(answer, totals),
      }));
    },
  };
}

function settle(answer: MeasurementPage, totals: Pair["totals"]): MeasurementPage {
  const missing = answer.measurements.filter(({ start }) => totals.has(start));
  const remainders = answer.remainders.filter(({ start }) => totals.has(start));
  const whole = new Set<number>();
  for (const [start, total] of totals) {
    const listed = missing.filter((measurement) => measurement.start === start);
    const [first] = listed;
    if (first === undefined || total === undefined || total === null) continue;
    const value = subtractDecimals(total, addDecimals(listed.flatMap((measurement) => measurement.value ?? [])));
    if (value === "0") whole.add(start);
    else remainders.push({ ...first, groups: {}, value });
  }
  const measurements = missing.map((each) => (whole.has(each.start) ? { ...each, truncated: false } : each));
  return { measurements, remainders };
}
