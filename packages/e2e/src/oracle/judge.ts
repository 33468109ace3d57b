import type { UsageRow } from "@metermux/usage";
import { addExactly } from "../world-value.js";
import type { Span } from "./calendar.js";
import { type ExpectedRow, expectedRows, identity, wholeOf } from "./expected-rows.js";
import { groupKey } from "./matching.js";
import { type OracleQuery, windowsOf } from "./oracle-query.js";
import type { Subject } from "./subject.js";
import type { Sent } from "./wire.js";

/** A complete answer: every row, the skipped meters, and the requests that were sent. */
export interface OracleAnswer {
  readonly rows: readonly UsageRow[];
  /** Ids of meters that the query does not name and that the report skipped. */
  readonly skipped: readonly string[];
  readonly sent: readonly Sent[];
  /** The usage without a group by the report, by meter. */
  readonly remainders: ReadonlyMap<string, string>;
}

/** Every error in an answer; empty when it equals the events. */
export function judge(question: OracleQuery, subject: Subject, answer: OracleAnswer): string[] {
  const { rows, skipped, sent } = answer;
  if (question.unknown.length > 0) return [`${question.unknown.join(", ")} does not exist, and there is an answer`];
  const ends = rows.map(({ windowEnd }) => Date.parse(windowEnd));
  const windows = windowsOf(
    question,
    subject.now,
    ends.length === 0 ? Math.max(question.end, subject.now + 1) : Math.max(...ends),
  );
  if (typeof windows === "string") return [`${windows}, and there is an answer of ${rows.length} rows`];
  const asked = { groupBy: question.groupBy, filter: question.filter, sent };
  const meters = question.meters.filter(({ id }) => !skipped.includes(id));
  const expected = expectedRows({ ...question, meters }, subject, subject.rules(asked), windows);
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const key = identity(row.meterId, row.customerId, row.windowStart, groupKey(row.groups));
    if (seen.has(key)) problems.push(`twice: ${key}`);
    seen.add(key);
    const truth = expected.get(key);
    if (truth === undefined) problems.push(`a row outside the query: ${key} = ${row.value}`);
    else problems.push(...judgeRow(row, truth, question, subject).map((problem) => `${key}: ${problem}`));
  }
  for (const [key, { presence, value, window, truncated }] of expected) {
    const left = question.query.incomplete === "exclude" && window.end > subject.now;
    if (presence === "must" && !truncated && !left && !seen.has(key)) problems.push(`missing: ${key} = ${value}`);
  }
  problems.push(...lostUsage({ ...question, meters }, subject, answer, windows));
  return problems;
}

/** The groups and the reported remainder add up to the total: nothing is dropped silently. */
function lostUsage(question: OracleQuery, subject: Subject, answer: OracleAnswer, windows: readonly Span[]): string[] {
  if (question.groupBy.length === 0 || question.query.incomplete === "exclude") return [];
  return question.meters.flatMap((meter) => {
    if (meter.aggregation !== "sum" && meter.aggregation !== "count") return [];
    const told = answer.rows.flatMap((row) => (row.meterId === meter.id ? (row.value ?? []) : []));
    const sum = addExactly([...told, answer.remainders.get(meter.id) ?? "0"]);
    const whole = wholeOf({ ...question, meters: [meter] }, subject, windows);
    return sum === whole ? [] : [`groups and remainder of ${meter.id} add up to ${sum}, and the usage is ${whole}`];
  });
}

function judgeRow(row: UsageRow, truth: ExpectedRow, question: OracleQuery, subject: Subject): string[] {
  const { meter, party, window } = truth;
  const open = window.end > subject.now;
  // Where both are true, either may be named.
  const reasons = [...(open ? ["open"] : []), ...(truth.truncated ? ["truncated"] : [])];
  const problems: string[] = [];
  const same = (name: string, got: unknown, wanted: unknown) => {
    if (got !== wanted) problems.push(`${name} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  if (truth.presence === "never") problems.push("there is no such row");
  if (open && question.query.incomplete === "exclude") problems.push("an open row, though the query excludes them");
  same("value", row.value, truth.value);
  same("windowEnd", row.windowEnd, new Date(window.end).toISOString());
  same("vendor", row.vendor, subject.vendor);
  same("connection", row.connection, subject.connection);
  same("window", row.window, question.query.window);
  if (question.groupBy.some((dimension) => row.groups[dimension] === undefined))
    problems.push("a group lacks a dimension");
  same("aggregation", row.aggregation, meter.aggregation);
  if (meter.name !== undefined) same("meterName", row.meterName, meter.name);
  same("unit", row.unit, meter.unit);
  same("customerName", row.customerName, party.name);
  same("complete", row.complete, row.incompleteReason === undefined);
  const { incompleteReason: reason } = row;
  if (reason === undefined ? reasons.length > 0 : !reasons.includes(reason)) {
    problems.push(`incompleteReason is ${reason}, not ${reasons.join(" or ") || undefined}`);
  }
  same("final", row.final, row.complete && window.end + subject.late <= subject.now);
  if (Number.isNaN(Date.parse(row.observedAt))) problems.push(`observedAt is ${row.observedAt}`);
  return problems;
}
