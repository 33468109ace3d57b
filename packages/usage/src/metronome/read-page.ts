import type { components } from "@metermux/metronome";
import { addDecimals, subtractDecimals } from "../model/decimal.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Measurement, MeasurementPage, Question } from "../provider.js";

type UsageRow = components["schemas"]["UsageRow"];

// The most group values that one row lists; which ones is not documented, and the rest cannot be had here.
const mostGroups = 200;

/** What a page of Metronome usage says, in the facade's terms. Pure. */
export function readPage(rows: readonly UsageRow[], question: Question): MeasurementPage {
  const [key] = question.groupBy;
  const totals = rows.map((row) => ({ row, total: readTotal(row) }));
  if (key === undefined) return { measurements: totals.map(({ total }) => total), remainders: [] };
  const additive = new Set(
    question.meters.filter(({ aggregation }) => aggregation === "sum" || aggregation === "count").map(({ id }) => id),
  );
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const { row, total } of totals) {
    const entries = Object.entries(row.groups ?? {});
    const truncated = entries.length >= mostGroups;
    for (const [group, value] of entries) {
      measurements.push({ ...total, value, groups: { [key]: group }, truncated });
    }
    if (!additive.has(total.meterId) || total.value === null) continue;
    const listed = addDecimals(entries.flatMap(([, value]) => (value === null ? [] : [value])));
    const value = subtractDecimals(total.value, listed);
    if (value !== "0") remainders.push({ ...total, value });
  }
  return { measurements, remainders };
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
