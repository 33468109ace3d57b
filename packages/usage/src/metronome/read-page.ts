import type { components } from "@metermux/metronome";
import {
  addDecimals,
  type Measurement,
  type MeasurementPage,
  type Question,
  rollupMethod,
  shown,
  subtractDecimals,
  unexpectedResponse,
} from "../adapter/index.js";
import { maxGroups, type RowPlace, readInstant, refuseOutside } from "./answer-rules.js";

type UsageRow = components["schemas"]["UsageRow"];
type Total = Measurement & { customerId: string };

/**
 * What a page of Metronome usage says, in the facade's terms.
 *
 * @param see is called with where every row belongs.
 * @throws MetermuxError `unexpected_response` for a row outside of the range that was asked for, one that lacks a
 * required member, or one with groups that were not asked for.
 */
export function readPage(
  rows: readonly UsageRow[],
  question: Question,
  see: (row: RowPlace) => void = () => {},
): MeasurementPage {
  const [key] = question.groupBy;
  const readTotal = totalReader(question, see);
  if (key === undefined) return { measurements: rows.map(readTotal), remainders: [] };
  // Values that were asked for one by one are all listed, and are not meant to be the total.
  const asked = Object.hasOwn(question.filter, key) ? new Set(question.filter[key]) : undefined;
  const additive = new Set(
    question.meters.filter(({ aggregation }) => rollupMethod(aggregation) === "sum").map(({ id }) => id),
  );
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const row of rows) {
    const total = readTotal(row);
    const entries = readEntries(row, total);
    const truncated = asked === undefined && entries.length >= maxGroups;
    const isAdditive = additive.has(total.meterId);
    const list = { truncated, ...(truncated && isAdditive && { total: total.value }) };
    for (const [group, value] of entries) {
      if (asked?.has(group) === false) throw unasked(total, key, group);
      measurements.push({ ...total, value, groups: { [key]: group }, ...list });
    }
    if (asked || total.value === null) continue;
    const some = entries.flatMap(([, value]) => (value === null ? [] : [value]));
    // Other kinds say what the groups leave of the total only where there are none.
    if (!isAdditive && some.length > 0) continue;
    const value = isAdditive ? subtractDecimals(total.value, addDecimals(some)) : total.value;
    if (value !== "0") remainders.push({ ...total, value, truncated, ...(isAdditive && { total: total.value }) });
  }
  return { measurements, remainders };
}

/** The groups of a row, whatever their names; none where it has no map of them. */
function readEntries({ groups }: UsageRow, { meterId }: Total): [string, string | null][] {
  if (groups === undefined || groups === null) return [];
  if (typeof groups !== "object" || Array.isArray(groups)) {
    throw unexpectedResponse("metronome", `${shown(groups)} came as the groups of meter ${meterId}`);
  }
  return Object.entries(groups);
}

function unasked({ meterId }: Total, key: string, group: string): Error {
  return unexpectedResponse("metronome", `a group of meter ${meterId} came with ${key} ${shown(group)}, not asked for`);
}

/** Rows of a page repeat their ids: each is kept once, and not as often as the wire has it. */
function totalReader(question: Question, see: (row: RowPlace) => void): (row: UsageRow) => Total {
  let meterId = "";
  let customerId = "";
  return (row) => {
    const { billable_metric_id, customer_id, value } = row;
    // An absent member must never look like no usage, nor like nobody's.
    for (const id of [billable_metric_id, customer_id]) if (typeof id !== "string") throw lacks("an id", row);
    if (value === undefined) throw lacks("its value", row);
    if (billable_metric_id !== meterId) meterId = billable_metric_id;
    if (customer_id !== customerId) customerId = customer_id;
    const start = readInstant(row.start_timestamp, "the start of a row");
    const end = readInstant(row.end_timestamp, "the end of a row");
    const total: Total = { meterId, customerId, start, end, value, groups: ungrouped };
    refuseOutside(total, question);
    see(total);
    if (question.raw) total.raw = row;
    return total;
  };
}

function lacks(what: string, row: UsageRow): Error {
  return unexpectedResponse("metronome", `a row came without ${what}: ${shown(row)}`);
}

// A million rows need no million empty objects.
const ungrouped = Object.freeze({});
