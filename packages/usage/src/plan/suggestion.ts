import type { NormalizedQuery } from "../model/normalize.js";
import { type Candidate, type CandidateNeeds, candidatesOf } from "./candidates.js";
import { changed, type QueryChange } from "./query-change.js";

/** What makes a query work: every change was tried, and the text says the same. */
export interface Suggestion {
  /** The nearest first; none where no query that differs in one field works. */
  changes: readonly QueryChange[];
  /** Continues "cannot be answered;". */
  text: string;
}

/** What suggestions are made from. */
export interface SuggestionNeeds extends CandidateNeeds {
  /** The field that stands in the way. */
  field: string;
  /** Whether the connection answers a query. */
  accepts: (query: NormalizedQuery) => boolean;
}

// So many ways to go on, with so many values each, are enough to read.
const maxWays = 2;
const maxValues = 3;

/** The nearest changes of one field that make a query work: each is tried. Those of the field in the way come first. */
export function suggest(needs: SuggestionNeeds): Suggestion {
  const { query, field, accepts } = needs;
  const candidates = [...candidatesOf(needs)];
  const inTheWay = candidates.filter((candidate) => isOf(candidate, field));
  const ways = new Map<string, Candidate[]>();
  const tried = new Set<string>();
  for (const candidate of [...inTheWay, ...candidates.filter((each) => !isOf(each, field))]) {
    const head = headOf(candidate, field);
    const same = ways.get(head) ?? [];
    if (same.length >= maxValues || (same.length === 0 && ways.size >= maxWays)) continue;
    const key = JSON.stringify(Object.entries(candidate.change).map(([name, value]) => [name, value ?? null]));
    if (tried.has(key)) continue;
    tried.add(key);
    if (accepts(changed(query, candidate.change))) ways.set(head, [...same, candidate]);
  }
  const changes = [...ways.values()].flatMap((some) => some.map(({ change }) => change));
  const text = [...ways].map(([head, some]) => `${head} ${orList(some.map(({ tail }) => tail))}`.trim()).join(", or ");
  return { changes, text: text === "" ? "no query that differs in one field is answered" : text };
}

function isOf({ change }: Candidate, field: string): boolean {
  return Object.hasOwn(change, field);
}

/** The bound in the way need not be named. */
function headOf({ change, head }: Candidate, field: string): string {
  return Object.keys(change).join() === field && (field === "start" || field === "end") ? "use" : head;
}

function orList(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
