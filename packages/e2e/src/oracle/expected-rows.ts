import { addExactly } from "../world-value.js";
import { lowerBound, type Span } from "./calendar.js";
import { groupKey, groupsBy, matchingEvents } from "./matching.js";
import type { OracleQuery } from "./oracle-query.js";
import type { Groups, Pair, Presence, Rules, Subject } from "./subject.js";
import { type Tally, tallyOf } from "./tally.js";

/** An expected row, computed from the raw events and the vendor's rules. */
export interface ExpectedRow extends Pair {
  readonly window: Span;
  readonly groups: Groups;
  readonly presence: Presence;
  readonly value: string | null;
  /** The vendor's list of groups was cut short. */
  readonly truncated: boolean;
}

/** The identity of a row; `group` is the key of its group. */
export function identity(meterId: string, customerId: string | null, windowStart: string, group: string): string {
  return `${meterId} ${customerId} ${windowStart} ${group}`;
}

/** Every row that an answer has or may have, by its identity. */
export function expectedRows(
  question: OracleQuery,
  subject: Subject,
  rules: Rules,
  windows: readonly Span[],
): Map<string, ExpectedRow> {
  const rows = new Map<string, ExpectedRow>();
  for (const meter of question.meters) {
    for (const party of question.parties) {
      const pair = { meter, party };
      const listed = question.groupBy.length === 0 ? [{}] : rules.listed(pair);
      const keyed = listed.map((each) => [groupKey(each), each] as const);
      const counted = count(question, subject, pair, windows);
      for (const [index, window] of windows.entries()) {
        const start = new Date(window.start).toISOString();
        const truncated = rules.truncated({ ...pair, window });
        const tallies = counted[index] ?? new Map<string, Counted>();
        const groups = new Map(keyed);
        for (const [key, each] of tallies) groups.set(key, each.groups);
        for (const [key, group] of groups) {
          const cell = { ...pair, window, groups: group };
          const value = tallies.get(key)?.addRemainder.value() ?? null;
          const row = value === null ? rules.empty(cell) : { presence: rules.filled(cell), value };
          rows.set(identity(meter.id, party.id, start, key), { ...cell, ...row, truncated });
        }
      }
    }
  }
  return rows;
}

/** All usage of a query in its windows across groups, for meters that add up. */
export function wholeOf(question: OracleQuery, subject: Subject, windows: readonly Span[]): string {
  const ungrouped = { ...question, groupBy: [] };
  const values = question.meters.flatMap((meter) =>
    question.parties.flatMap((party) =>
      count(ungrouped, subject, { meter, party }, windows).flatMap((cells) =>
        [...cells.values()].flatMap(({ addRemainder }) => addRemainder.value() ?? []),
      ),
    ),
  );
  return addExactly(values);
}

interface Counted {
  readonly groups: Groups;
  readonly addRemainder: Tally;
}

/** Reads the events of a pair once and computes the value of each window and group. */
function count(
  question: OracleQuery,
  { events }: Subject,
  pair: Pair,
  windows: readonly Span[],
): Map<string, Counted>[] {
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return [];
  const groupOf = groupsBy(question.groupBy);
  const starts = windows.map(({ start }) => start);
  const counted = windows.map(() => new Map<string, Counted>());
  for (const event of matchingEvents(events, pair, { start: first.start, end: last.end }, question.filter)) {
    const { key, groups } = groupOf(event);
    const cells = counted[lowerBound(starts, event.timestamp + 1) - 1];
    const cell = cells?.get(key) ?? { groups, addRemainder: tallyOf(pair.meter.measure) };
    cells?.set(key, cell);
    cell.addRemainder.add(event);
  }
  return counted;
}
