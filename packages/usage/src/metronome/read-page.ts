import type { components } from "@metermux/metronome";
import { addDecimals, subtractDecimals } from "../model/decimal.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Measurement, MeasurementPage, Question } from "../provider.js";

type UsageRow = components["schemas"]["UsageRow"];
type GroupRow = components["schemas"]["UsageGroupRow"];

// The most group values that one row lists; which ones is not documented, and the rest cannot be had here.
const mostGroups = 200;

/** What a page of Metronome usage says, in the facade's terms. Pure. */
export function readPage(rows: readonly UsageRow[], question: Question): MeasurementPage {
  const [key] = question.groupBy;
  const totals = rows.map((row) => ({ row, total: readTotal(row) }));
  if (key === undefined) return { measurements: totals.map(({ total }) => total), remainders: [] };
  // Values that were asked for one by one are all listed, and are not meant to be the total.
  const asked = question.filter[key] !== undefined;
  const additive = new Set(
    question.meters.filter(({ aggregation }) => aggregation === "sum" || aggregation === "count").map(({ id }) => id),
  );
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const { row, total } of totals) {
    const entries = Object.entries(row.groups ?? {});
    const truncated = !asked && entries.length >= mostGroups;
    for (const [group, value] of entries) {
      measurements.push({ ...total, value, groups: { [key]: group }, truncated });
    }
    if (asked || !additive.has(total.meterId) || total.value === null) continue;
    const listed = addDecimals(entries.flatMap(([, value]) => (value === null ? [] : [value])));
    const value = subtractDecimals(total.value, listed);
    if (value !== "0") remainders.push({ ...total, value, truncated });
  }
  return { measurements, remainders };
}

/** What a page of Metronome's usage by groups says: the rows name neither the metric nor the customer. Pure. */
export function readGroupsPage(rows: readonly GroupRow[], question: Question): MeasurementPage {
  const [meter] = question.meters;
  const [customer] = question.customers;
  if (meter === undefined || customer === undefined) throw new RangeError("a question about nobody");
  const measurements = rows.map((row) => ({
    meterId: meter.id,
    customerId: customer.id,
    start: readInstant(row.starting_on),
    end: readInstant(row.ending_before),
    value: row.value,
    groups: Object.fromEntries(question.groupBy.map((key) => [key, readGroup(row, key)])),
  }));
  return { measurements, remainders: [] };
}

/** A simple key stands in the older fields too; null is what the event lacked. */
function readGroup({ group, group_key, group_value }: GroupRow, key: string): string | null {
  return group?.[key] ?? (group_key === key ? group_value : null);
}

function readTotal(row: UsageRow): Measurement {
  return {
    meterId: row.billable_metric_id,
    customerId: row.customer_id,
    start: readInstant(row.start_timestamp),
    end: readInstant(row.end_timestamp),
    value: row.value,
    groups: {},
  };
}

/** Written with Z in most sources and +00:00 in some: instants, never text. */
function readInstant(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw unexpectedResponse("metronome", `${JSON.stringify(text)} came as the time of a row`);
  return time;
}
