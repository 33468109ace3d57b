import { addDecimals, canonicalDecimal, subtractDecimals } from "../model/decimal.js";
import { formatInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import { widen } from "../plan/steps.js";
import type { Measurement, MeasurementPage, OperationCapabilities, Question } from "../provider.js";

/** What a vendor capped, and the questions that bring the whole of it. */
export interface TruncatedLists {
  /**
   * The page without what stands in a capped list: it is kept in mind, and asked for again.
   *
   * @param at when the page arrived, in milliseconds since the epoch.
   */
  takeFrom(page: MeasurementPage, at: number): MeasurementPage;
  /** So much is kept in mind that it is to be asked for again before the next page is read. */
  isFull(): boolean;
  /** One question for each meter and customer, and what to make of its answer. Nothing is left in mind. */
  questions(asked: Question, again: OperationCapabilities): { question: Question; settle: Settle }[];
}

/** What becomes of the capped lists of a question that was asked again. */
export interface Settled {
  /** What the second answer lists of the capped windows, and nothing else. */
  page: MeasurementPage;
  /** Lists that stand as they came first, with the time of their arrival. */
  kept: { page: MeasurementPage; at: number }[];
}

/**
 * Chooses between the capped lists and those of the whole second answer. Values that make up the total are a whole list,
 * however long; the rest of a total is a remainder. A second list that is shorter than the first and lacks some of it
 * does not replace it.
 *
 * @throws MetermuxError `unexpected_response` for a list as long as the first, or longer, that lacks some of it.
 */
export type Settle = (answer: MeasurementPage) => Settled;

interface List {
  measurements: Measurement[];
  remainders: Measurement[];
  at: number;
}

interface Pair {
  meterId: string;
  customerId: string | null;
  unit: string | undefined;
  /** The capped lists by the start of their windows. */
  lists: Map<number, List>;
  start: number;
  end: number;
}

// Lists of some hundred values each: as many windows as are read at once by the operation that lists them whole.
const maxLists = 256;

/** No lists yet. */
export function createTruncatedLists(vendor: string): TruncatedLists {
  let pairs = new Map<string, Pair>();
  let count = 0;
  const listOf = ({ meterId, customerId, unit, start, end }: Measurement, at: number): List => {
    const key = JSON.stringify([meterId, customerId, unit ?? null]);
    const pair = pairs.get(key) ?? { meterId, customerId, unit, lists: new Map<number, List>(), start, end };
    pairs.set(key, pair);
    pair.start = Math.min(pair.start, start);
    pair.end = Math.max(pair.end, end);
    const found = pair.lists.get(start);
    if (found !== undefined) return found;
    const list = { measurements: [], remainders: [], at };
    pair.lists.set(start, list);
    count += 1;
    return list;
  };
  const isWhole = ({ truncated }: Measurement) => !truncated;
  return {
    takeFrom(page, at) {
      for (const each of page.measurements) if (each.truncated) listOf(each, at).measurements.push(each);
      for (const each of page.remainders) if (each.truncated) listOf(each, at).remainders.push(each);
      const [measurements, remainders] = [page.measurements.filter(isWhole), page.remainders.filter(isWhole)];
      return { ...page, measurements, remainders };
    },
    isFull: () => count >= maxLists,
    questions(asked, again) {
      const found = [...pairs.values()];
      pairs = new Map();
      count = 0;
      return found.map(({ meterId, customerId, unit, lists, ...span }) => ({
        question: {
          ...asked,
          ...widen(span, again, asked.timeZone),
          operation: again.operation,
          meters: asked.meters.filter(({ id }) => id === meterId),
          customers: asked.customers.filter(({ id }) => id === customerId),
        },
        settle: (answer) => settle(ofUnit(answer, unit), lists, vendor),
      }));
    },
  };
}

/** What an answer says in one unit: it was asked for again once for each. */
function ofUnit({ measurements, remainders }: MeasurementPage, unit: string | undefined): MeasurementPage {
  const isOf = (each: Measurement) => each.unit === unit;
  return { measurements: measurements.filter(isOf), remainders: remainders.filter(isOf) };
}

function settle(answer: MeasurementPage, lists: Pair["lists"], vendor: string): Settled {
  const byStart = new Map<number, Measurement[]>();
  for (const each of answer.measurements) {
    if (!lists.has(each.start)) continue;
    const some = byStart.get(each.start);
    if (some === undefined) byStart.set(each.start, [each]);
    else some.push(each);
  }
  const measurements: Measurement[] = [];
  const remainders = answer.remainders.filter(({ start }) => lists.has(start));
  const kept: Settled["kept"] = [];
  for (const start of new Set([...byStart.keys(), ...lists.keys()])) {
    const first = lists.get(start);
    if (first === undefined) continue;
    const second = byStart.get(start) ?? [];
    const lacking = missingFrom(second, first.measurements);
    if (lacking !== undefined && second.length >= first.measurements.length) throw contradiction(vendor, lacking);
    if (lacking !== undefined || second.length === 0) {
      kept.push({ page: { measurements: first.measurements, remainders: first.remainders }, at: first.at });
      continue;
    }
    const { rest, isSettled } = restOf(second, first.measurements[0]?.total);
    for (const each of second) measurements.push(isSettled ? { ...each, truncated: rest !== undefined } : each);
    if (rest !== undefined) remainders.push(rest);
  }
  return { page: { measurements, remainders }, kept };
}

/** A value of the first list that the second does not have; that there was none, or nothing, needs no place in it. */
function missingFrom(second: readonly Measurement[], first: readonly Measurement[]): Measurement | undefined {
  const listed = new Set(second.map(groupOf));
  return first.find(
    (each) => each.value !== null && !listed.has(groupOf(each)) && canonicalDecimal(each.value) !== "0",
  );
}

function groupOf({ groups }: Measurement): string {
  return JSON.stringify(Object.entries(groups).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What a list leaves of its total; settled where there is a total to compare it with. */
function restOf(list: readonly Measurement[], total: string | null | undefined) {
  const [first] = list;
  if (first === undefined || total === undefined || total === null) return { isSettled: false };
  const value = subtractDecimals(total, addDecimals(list.flatMap((each) => each.value ?? [])));
  if (value === "0") return { isSettled: true };
  return { isSettled: true, rest: { ...first, groups: {}, value, truncated: true } };
}

function contradiction(vendor: string, { meterId, customerId, start, groups }: Measurement): Error {
  const about = `meter ${meterId}, customer ${customerId}, ${formatInstant(start)}`;
  const group = JSON.stringify(groups);
  return unexpectedResponse(vendor, `two lists of groups of ${about} contradict each other: the second lacks ${group}`);
}
