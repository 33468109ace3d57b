import type { UsageQuery } from "@metermux/usage";
import { firstInstantOf, type Grid, gridOf, type Span } from "./calendar.js";
import type { Party, Subject, TrueMeter } from "./subject.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A resolved query. Milliseconds since the epoch. */
export interface OracleQuery extends Span {
  readonly query: UsageQuery;
  readonly timeZone: string;
  readonly groupBy: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  /** Named ids that do not exist. */
  readonly unknown: readonly string[];
  /** The named ones; all that are offered if none is named. */
  readonly meters: readonly TrueMeter[];
  readonly parties: readonly Party[];
}

export function readOracleQuery(query: UsageQuery, subject: Subject): OracleQuery {
  const { timeZone = "UTC", groupBy = [], filter = {}, meters, customers } = query;
  const named = typeof customers === "string" ? undefined : customers;
  const byId = new Map(subject.parties.map((party) => [party.id, party]));
  const known = new Map(subject.meters.map((meter) => [meter.id, meter]));
  const everybody = subject.parties.flatMap(({ worldIds }) => worldIds);
  return {
    query,
    timeZone,
    groupBy,
    filter,
    start: instantOf(query.start, timeZone),
    end: instantOf(query.end, timeZone),
    unknown: [...(meters ?? []).filter((id) => !known.has(id)), ...(named ?? []).filter((id) => !byId.has(id))],
    meters: meters === undefined ? subject.meters.filter(({ asked }) => asked === "always") : pick(known, meters),
    parties:
      customers === "total"
        ? [{ id: null, name: null, worldIds: everybody }]
        : named === undefined
          ? subject.parties
          : pick(byId, named),
  };
}

function pick<Id, Item>(known: ReadonlyMap<Id, Item>, ids: readonly Id[]): Item[] {
  return [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
}

function instantOf(given: string | Date, timeZone: string): number {
  if (given instanceof Date) return given.getTime();
  return /^\d{4}-\d\d-\d\d$/.test(given) ? firstInstantOf(given, timeZone) : Date.parse(given);
}

/** A calendar's windows around all that a world knows at `now`; undefined for window `none`, which has no calendar. */
export function calendarOf(window: UsageQuery["window"], timeZone: string, now: number): Grid | undefined {
  if (window === "none") return undefined;
  return gridOf(window, timeZone, { start: now - 140 * DAY, end: now + 60 * DAY });
}

/**
 * The windows of a right answer, or the reason why any answer is wrong.
 *
 * A range reaches to the end of the running window; a cut inside of a past one has no answer. Window `none` runs on where
 * its end lies in the running hour or later, and how far is the vendor's grid: `ended` is what the rows say.
 */
export function windowsOf(question: OracleQuery, now: number, ended: number): readonly Span[] | string {
  const { start, end, timeZone, query } = question;
  if (end <= start) return "the range is empty";
  const calendar = calendarOf(query.window, timeZone, now);
  if (calendar === undefined) {
    if (start > now) return "the range lies in the future";
    if (end <= now - (now % HOUR)) return [{ start, end }];
    return ended > now && ended <= Math.max(end, now + DAY) ? [{ start, end: ended }] : "the end is not the range's";
  }
  const running = calendar.at(now);
  if (start >= running.end) return "the range lies in the future";
  if (start < running.start && !calendar.isEdge(start)) return "the start cuts a past window";
  if (end <= running.start && !calendar.isEdge(end)) return "the end cuts a past window";
  const from = Math.min(start, running.start);
  const to = end <= running.start ? end : running.end;
  const edges = calendar.edges.filter((edge) => edge >= from && edge <= to);
  return edges.slice(1).map((edge, index) => ({ start: edges[index] ?? edge, end: edge }));
}
