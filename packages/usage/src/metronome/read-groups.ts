import type { components } from "@metermux/metronome";
import {
  type Measurement,
  type MeasurementPage,
  type Question,
  shown,
  unexpectedResponse,
  unsupported,
} from "../adapter/index.js";
import { cameTwice, maxGroups, type RowPlace, readInstant, refuseOutside } from "./answer-rules.js";
import { isFilterSent } from "./plan.js";

type GroupRow = components["schemas"]["UsageGroupRow"];
type Groups = Measurement["groups"];

/**
 * What Metronome's usage by groups says: the rows name neither the metric nor the customer. Pure.
 *
 * @param rows every row of the question's answer. Production users saw lists of some hundred groups without the rest and
 * without a word, so that longer lists are taken for capped.
 * @param times when each of the rows arrived.
 * @throws MetermuxError `unsupported` where a filter would be kept by such a list: what it lacks cannot be seen;
 * `unexpected_response` for a row outside of the range that was asked for, one that came before, one that lacks a
 * required member, or one of a group that was not asked for.
 */
export function readGroups(
  rows: readonly GroupRow[],
  question: Question,
  times: readonly (number | undefined)[] = [],
): MeasurementPage {
  const [meter] = question.meters;
  const [customer] = question.customers;
  if (meter === undefined || customer === undefined) throw new RangeError("a question about nobody");
  const { groupBy, filter } = question;
  const places = rows.map((row) => readPlace(row, { meterId: meter.id, customerId: customer.id }, question));
  const lengths = new Map<number, number>();
  for (const { start } of places) lengths.set(start, (lengths.get(start) ?? 0) + 1);
  const isKept = filterOf(question);
  const isSent = isFilterSent(question);
  const seen = new Set<string>();
  const measurements: Measurement[] = [];
  for (const [index, row] of rows.entries()) {
    // There is a place for every row.
    const place = places[index] as RowPlace;
    const groups = Object.fromEntries(groupBy.map((key) => [key, readGroup(row, key, groupBy)]));
    const identity = JSON.stringify([place.start, groupBy.map((key) => groups[key])]);
    if (seen.has(identity)) throw cameTwice(place);
    seen.add(identity);
    const truncated = groupBy.length > 0 && (lengths.get(place.start) ?? 0) >= maxGroups;
    if (truncated && Object.keys(filter).length > 0) throw mayLack(meter.id);
    if (!isKept(groups)) {
      // A compound key's filter is kept here: see `planCalls`.
      if (!isSent) continue;
      throw unexpectedResponse(
        "metronome",
        `a group of meter ${meter.id} came that was not asked for: ${shown(groups)}`,
      );
    }
    const measurement: Measurement = { ...place, value: row.value, groups, truncated };
    const at = times[index];
    if (at !== undefined) measurement.at = at;
    if (question.raw) measurement.raw = row;
    measurements.push(measurement);
  }
  return { measurements, remainders: [] };
}

function readPlace(row: GroupRow, ids: Pick<RowPlace, "meterId" | "customerId">, question: Question): RowPlace {
  const start = readInstant(row.starting_on, "the start of a row");
  const end = readInstant(row.ending_before, "the end of a row");
  const place = { ...ids, start, end };
  refuseOutside(place, question);
  if (row.value === undefined) throw unexpectedResponse("metronome", `a row came without its value: ${shown(row)}`);
  return place;
}

function filterOf({ filter }: Question): (groups: Groups) => boolean {
  const values = Object.entries(filter).map(([key, some]) => [key, new Set<string | null | undefined>(some)] as const);
  return (groups) => values.every(([key, some]) => some.has(groups[key]));
}

function mayLack(meterId: string): Error {
  const why = `the groups of meter ${meterId} are ${maxGroups} or more, and such a list may lack some`;
  return unsupported("metronome", "filter", why, "group by one dimension alone, or filter by one alone");
}

/** A simple key stands in the older fields too; null is what the event lacked. */
function readGroup(row: GroupRow, key: string, asked: readonly string[]): string | null {
  const { group, group_key: olderKey, group_value: olderValue } = row;
  const other = Object.keys(group ?? {}).find((name) => !asked.includes(name));
  if (other !== undefined) throw wrongGroup(row, `by ${other}, not asked for`);
  const isNew = group !== undefined && group !== null && Object.hasOwn(group, key);
  if (!isNew && olderKey !== key) throw wrongGroup(row, `without its ${key}`);
  const value = isNew ? group[key] : olderValue;
  if (typeof value === "string" || value === null) return value;
  throw wrongGroup(row, `without a text as its ${key}`);
}

function wrongGroup({ group }: GroupRow, what: string): Error {
  return unexpectedResponse("metronome", `a row by groups came ${what}: ${shown(group)}`);
}
