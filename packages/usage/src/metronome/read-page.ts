import type { components } from "@metermux/metronome";
import { addDecimals, subtractDecimals } from "../model/decimal.js";
import { unexpectedResponse, unsupported } from "../model/refusal.js";
import type { Measurement, MeasurementPage, Question } from "../provider.js";

type UsageRow = components["schemas"]["UsageRow"];
type GroupRow = components["schemas"]["UsageGroupRow"];

// The most group values that one row lists; which ones is not documented, and the rest cannot be had here.
const mostGroups = 200;

/** What a page of Metronome usage says, in the facade's terms. Pure. */
export function readPage(rows: readonly UsageRow[], question: Question): MeasurementPage {
  const [key] = question.groupBy;
  const readTotal = question.raw ? withRaw(totalReader()) : totalReader();
  if (key === undefined) return { measurements: rows.map(readTotal), remainders: [] };
  // Values that were asked for one by one are all listed, and are not meant to be the total.
  const asked = question.filter[key] !== undefined;
  const additive = new Set(
    question.meters.filter(({ aggregation }) => aggregation === "sum" || aggregation === "count").map(({ id }) => id),
  );
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const row of rows) {
    const total = readTotal(row);
    const entries = Object.entries(row.groups ?? {});
    const truncated = !asked && entries.length >= mostGroups;
    const isAdditive = additive.has(total.meterId);
    const list = { truncated, ...(truncated && isAdditive && { total: total.value }) };
    for (const [group, value] of entries) measurements.push({ ...total, value, groups: { [key]: group }, ...list });
    if (asked || !isAdditive || total.value === null) continue;
    const listed = addDecimals(entries.flatMap(([, value]) => (value === null ? [] : [value])));
    const value = subtractDecimals(total.value, listed);
    if (value !== "0") remainders.push({ ...total, value, truncated });
  }
  return { measurements, remainders };
}

/**
 * What Metronome's usage by groups says: the rows name neither the metric nor the customer. Pure.
 *
 * @param rows every row of the question's answer. Production users saw lists of some hundred groups without the rest and
 * without a word, so that longer lists are taken for capped.
 * @throws MetermuxError `unsupported` where a filter would be kept by such a list: what it lacks cannot be seen.
 */
export function readGroups(rows: readonly GroupRow[], question: Question): MeasurementPage {
  const [meter] = question.meters;
  const [customer] = question.customers;
  if (meter === undefined || customer === undefined) throw new RangeError("a question about nobody");
  const lengths = new Map<string, number>();
  for (const { starting_on: start } of rows) lengths.set(start, (lengths.get(start) ?? 0) + 1);
  const kept = keepFilter(question);
  const measurements = rows.flatMap((row): Measurement[] => {
    const groups = Object.fromEntries(question.groupBy.map((key) => [key, readGroup(row, key)]));
    const truncated = question.groupBy.length > 0 && (lengths.get(row.starting_on) ?? 0) >= mostGroups;
    if (truncated && Object.keys(question.filter).length > 0) throw mayLack(meter.id);
    const place = { start: readInstant(row.starting_on), end: readInstant(row.ending_before) };
    const about = { meterId: meter.id, customerId: customer.id, ...place };
    const measurement: Measurement = { ...about, value: row.value, groups, truncated };
    if (question.raw) measurement.raw = row;
    return kept(groups) ? [measurement] : [];
  });
  return { measurements, remainders: [] };
}

/** A compound key's filter is kept here: see {@link planCalls}. */
function keepFilter({ filter }: Question): (groups: Measurement["groups"]) => boolean {
  const values = Object.entries(filter).map(([key, some]) => [key, new Set<string | null | undefined>(some)] as const);
  return (groups) => values.every(([key, some]) => some.has(groups[key]));
}

function mayLack(meterId: string): Error {
  const why = `the groups of meter ${meterId} are ${mostGroups} or more, and such a list may lack some`;
  return unsupported("metronome", "filter", why, "group by one dimension alone, or filter by one alone");
}

/** A simple key stands in the older fields too; null is what the event lacked. */
function readGroup({ group, group_key, group_value }: GroupRow, key: string): string | null {
  return group?.[key] ?? (group_key === key ? group_value : null);
}

/** Rows of a page repeat their ids: each is kept once, and not as often as the wire has it. */
function totalReader(): (row: UsageRow) => Measurement {
  let meterId = "";
  let customerId = "";
  return (row) => {
    if (row.billable_metric_id !== meterId) meterId = row.billable_metric_id;
    if (row.customer_id !== customerId) customerId = row.customer_id;
    const start = readInstant(row.start_timestamp);
    const end = readInstant(row.end_timestamp);
    return { meterId, customerId, start, end, value: row.value, groups: ungrouped };
  };
}

function withRaw(readTotal: (row: UsageRow) => Measurement): (row: UsageRow) => Measurement {
  return (row) => ({ ...readTotal(row), raw: row });
}

// A million rows need no million empty objects.
const ungrouped = Object.freeze({});

// Reading an instant is dear, and the rows of every meter and customer repeat the same ones.
const known = new Map<string, number>();
const mostKnown = 20_000;

/** Written with Z in most sources and +00:00 in some: instants, never text. */
function readInstant(text: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw unexpectedResponse("metronome", `${JSON.stringify(text)} came as the time of a row`);
  if (known.size >= mostKnown) known.clear();
  known.set(text, time);
  return time;
}
